"""What goes first when a cluster goes: everything in AWS that Kubernetes made itself."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from components.charts import FAREWELL
from components.cluster_service import ClusterService

_SECONDS = 1800
"""Longer than all of the waits in charts/farewell together."""


def farewell(after: Sequence[pulumi.Resource]) -> ClusterService:
    """A release that does nothing until it is uninstalled; then it removes load balancers and volumes.

    ``after`` are the controllers that clean up in AWS. Pulumi deletes in the opposite order: the farewell is
    over before one of them goes, and before the nodes.
    """
    return ClusterService(
        name="farewell",
        chart=FAREWELL,
        namespace="kube-system",
        values={},
        depends_on=after,
        timeout=_SECONDS,
    )
