"""What goes first when a cluster goes: everything in AWS that Kubernetes made itself."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from components.charts import FAREWELL
from components.cluster_service import ClusterService

_DEADLINE = 1750
"""Seconds; longer than all of the waits in charts/farewell together, those for nodes of pools aside."""
_DEADLINE_WITH_POOLS = _DEADLINE + 45 * 60
_SECONDS_MORE = 50
"""Helm waits a little longer than the job may take."""


def farewell(after: Sequence[pulumi.Resource], *, karpenter: bool) -> ClusterService:
    """A release that does nothing until it is uninstalled; then it removes load balancers and volumes.

    ``after`` are the controllers that clean up in AWS. Pulumi deletes in the opposite order: the farewell is
    over before one of them goes, and before the nodes. With ``karpenter`` it also removes every node pool,
    those that people made as well, and waits until their machines are gone.
    """
    deadline = _DEADLINE_WITH_POOLS if karpenter else _DEADLINE
    return ClusterService(
        name="farewell",
        chart=FAREWELL,
        namespace="kube-system",
        values={"karpenter": True, "deadlineSeconds": deadline} if karpenter else {},
        depends_on=after,
        timeout=deadline + _SECONDS_MORE,
    )
