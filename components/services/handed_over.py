"""Releases that Argo CD has: what the stack still knows and does about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.cluster_service import ClusterService, final_values, identify
from components.install_context import InstallContext
from components.services.hand_over import HandOver, before, refusals


class HandedOver(pulumi.ComponentResource):
    """A chart and its values, in the words of a Release, and nothing in the cluster.

    `make render` writes its manifests, and a preview shows what will change in them.
    """

    def __init__(
        self,
        name: str,
        service: ClusterService,
        values: Mapping[str, Any],
        *,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        repository = service.chart.https_repository
        super().__init__(
            "selfdriving:index:HandedOver",
            name,
            {
                "name": service.name,
                "chart": service.chart.reference,
                "version": service.chart.version,
                "repositoryOpts": {"repo": repository} if repository else {},
                "namespace": service.namespace,
                "values": values,
            },
            opts,
        )
        self.register_outputs({})


def leave(context: InstallContext, service: ClusterService) -> HandedOver:
    """Leave ``service`` to Argo CD, as ``{prefix}-{service.name}``; what it is in AWS stays here."""
    identity = identify(context, service)
    if service.cleans_up_in_aws:
        context.cluster.cleaners.add(*identity)
    return HandedOver(
        f"{context.prefix}-{service.name}",
        service,
        final_values(context, service),
        opts=pulumi.ResourceOptions(parent=context.parent),
    )


def checked(
    parent: pulumi.Resource, name: str, now: Mapping[str, HandOver]
) -> pulumi.Output[Mapping[str, HandOver]]:
    """``now``, where the step to it from what the stack's last update left does no harm.

    Else the update fails with a RunError that says why: already in its preview, and before the engine deletes
    anything. The stack has to export it as ``hand_over.OUTPUT``, for the next time.
    """
    own = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    last = pulumi.StackReference(f"{name}-before", stack_name=own, opts=pulumi.ResourceOptions(parent=parent))

    def decide(outputs: Mapping[str, Any]) -> Mapping[str, HandOver]:
        found = list(refusals(before(outputs, now), now))
        if found:
            raise pulumi.RunError("\n".join(["This would do harm, and nothing was changed:", *found]))
        return now

    return last.outputs.apply(decide)
