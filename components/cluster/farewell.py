"""The teardown hook: what goes first in a destroy, and takes along what Kubernetes made in AWS by itself."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_kubernetes as kubernetes

from components.charts import FAREWELL
from components.cluster_service import ClusterService, declare_release, final_values
from components.install_context import InstallContext
from components.program_end import at_the_end

_DEADLINE = 1750
"""Seconds; longer than all of the waits in charts/farewell together, without those below."""
_FOR_POOLS = 45 * 60
_FOR_CLEANERS = 100
_SECONDS_MORE = 50
"""Helm waits a little longer than the job may take."""


def farewell(*, karpenter: bool, cleaners: bool) -> ClusterService:
    """A release that does nothing until it is uninstalled; then it removes load balancers and volumes.

    With ``karpenter`` it also removes every node pool, those that people made as well, and waits until their
    machines are gone. With ``cleaners`` controllers clean up in AWS after what it removes, and it gives them
    the time.
    """
    deadline = _DEADLINE + (_FOR_POOLS if karpenter else 0) + (_FOR_CLEANERS if cleaners else 0)
    wanted = {"karpenter": karpenter, "cleaners": cleaners}
    values: dict[str, object] = {name: True for name, on in wanted.items() if on}
    return ClusterService(
        name="farewell",
        chart=FAREWELL,
        namespace="kube-system",
        values={**values, "deadlineSeconds": deadline} if values else {},
        timeout=deadline + _SECONDS_MORE,
    )


def declare_farewell(
    context: InstallContext, after: Sequence[pulumi.Resource], *, karpenter: bool
) -> kubernetes.helm.v3.Release:
    """Declare the farewell of a cluster, to go before its nodes, ``after`` and ``context.cluster.cleaners``.

    Pulumi deletes against the order of dependencies: the farewell is over before one of them goes. Cleaners
    are added until the program ends, so only then is it known on what the farewell depends.
    """
    cleaners = context.cluster.cleaners

    def wanted() -> ClusterService:
        return farewell(karpenter=karpenter, cleaners=bool(cleaners.complete()))

    return declare_release(
        context,
        farewell(karpenter=karpenter, cleaners=False),
        values=at_the_end(lambda: final_values(context, wanted())),
        timeout=at_the_end(lambda: wanted().timeout),
        depends_on=at_the_end(lambda: [*after, *context.cluster.ready, *cleaners.complete()]),
    )
