"""EKS clusters, and whose nodes AWS runs itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import UNKNOWN, Unknown, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack

CLUSTER: Final = "aws:eks/cluster:Cluster"


AUTO_MODE: Final = "computeConfig.enabled"


def in_auto_mode(cluster: Resource) -> bool | Unknown:
    """Whether EKS starts the cluster's nodes."""
    enabled = value_at(cluster.props, AUTO_MODE)
    return UNKNOWN if enabled is UNKNOWN else enabled is True


def auto_mode_clusters(stack: Stack) -> Iterator[Resource]:
    """Every cluster in EKS Auto Mode."""
    return (cluster for cluster in stack.of_type(CLUSTER) if in_auto_mode(cluster) is True)
