"""The one contract for what is installed into a cluster, and the one way to install it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.charts import Chart
from components.install_context import InstallContext
from components.merged_values import laid_over
from components.pod_identity import grant
from components.secret_text import SecretText


@dataclass(frozen=True)
class PodIdentity:
    """An IAM role for one service account, by EKS Pod Identity.

    ``policy`` is the role's whole permission set, as an IAM policy document in JSON.
    """

    service_account: str
    policy: pulumi.Input[str]


@dataclass(frozen=True)
class ClusterService:
    """What a cluster service wants: a chart, its values, a namespace, an identity, and what it truly needs.

    ``timeout`` is in seconds. ``depends_on`` is only for what must exist before this service can be installed
    at all; everything else runs in parallel. The namespace is somebody's Namespace resource, because Helm
    leaves a namespace that it made behind. ``needs_nodes`` is False for a chart that runs no pod: it need not
    wait for the node groups. ``after`` names releases of the same service, listed before this one, that it
    needs. ``cleans_up_in_aws`` is True for a controller that makes things in AWS and removes them when their
    objects in the cluster are deleted: in a destroy, the farewell deletes those before this one goes.
    """

    name: str
    chart: Chart
    namespace: pulumi.Input[str]
    values: Mapping[str, Any]
    identity: PodIdentity | None = None
    depends_on: Sequence[pulumi.Resource] = ()
    timeout: int = 600
    needs_nodes: bool = True
    after: Sequence[str] = ()
    cleans_up_in_aws: bool = False


def final_values(context: InstallContext, service: ClusterService) -> dict[str, Any]:
    """What the chart gets: the values of ``service`` below those that a user has set for it."""
    extra = context.extra_values.get(service.name, {})
    return laid_over(service.values, {key: _kept_secret(value) for key, value in extra.items()})


def _kept_secret(value: object) -> object:
    """``value`` with secret outputs for what is secret text in the stack file."""
    if isinstance(value, SecretText):
        return pulumi.Output.secret(str(value))
    if isinstance(value, Mapping):
        return {key: _kept_secret(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_kept_secret(item) for item in value]
    return value


def identify(context: InstallContext, service: ClusterService) -> list[pulumi.Resource]:
    """Give ``service`` the AWS identity that it needs, if any; depend on what is returned.

    Raises ValueError where it needs one and the cluster is not on AWS.
    """
    name = f"{context.prefix}-{service.name}"
    if service.identity is None:
        return []
    if context.cluster.aws is None:
        raise ValueError(f"{name} needs an AWS identity, but its cluster is not on AWS")
    return [
        grant(
            context.parent,
            name,
            cluster_name=context.cluster.name,
            namespace=service.namespace,
            service_account=service.identity.service_account,
            policy=service.identity.policy,
        )
    ]


def install(
    context: InstallContext, service: ClusterService, *, retain: bool = False
) -> kubernetes.helm.v3.Release:
    """Install ``service`` as ``{prefix}-{service.name}`` of the ``context``; returns its Release.

    With ``retain`` it goes on running in the cluster when the stack lets go of it. Raises ValueError where
    the service needs an AWS identity and the cluster is not on AWS.
    """
    depends_on = [*service.depends_on, *identify(context, service)]
    if service.needs_nodes:
        depends_on.extend(context.cluster.ready)
    release = declare_release(
        context,
        service,
        values=final_values(context, service),
        timeout=service.timeout,
        depends_on=depends_on,
        retain=retain,
    )
    if service.cleans_up_in_aws:
        context.cluster.cleaners.add(release)
    return release


def declare_release(
    context: InstallContext,
    service: ClusterService,
    *,
    values: pulumi.Input[Mapping[str, Any]],
    timeout: pulumi.Input[int],
    depends_on: pulumi.Input[Sequence[pulumi.Resource]],
    retain: bool = False,
) -> kubernetes.helm.v3.Release:
    """Declare the Release of ``service``, of which some may be known later; ``install`` is for all others."""
    repository = service.chart.https_repository
    return kubernetes.helm.v3.Release(
        f"{context.prefix}-{service.name}",
        name=service.name,
        chart=service.chart.reference,
        # A chart in this repository has its version in its own Chart.yaml.
        version=service.chart.version if service.chart.repository else None,
        repository_opts=kubernetes.helm.v3.RepositoryOptsArgs(repo=repository) if repository else None,
        namespace=service.namespace,
        values=values,
        atomic=True,
        timeout=timeout,
        opts=pulumi.ResourceOptions(
            parent=context.parent,
            provider=context.cluster.provider,
            depends_on=depends_on,
            # None, so that it is said of no release that is not to be left alone.
            retain_on_delete=retain or None,
        ),
    )
