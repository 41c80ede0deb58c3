"""What brings nodes when pods have no place: cluster-autoscaler, Karpenter, EKS Auto Mode."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.clusters import auto_mode_clusters
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.selfdriving.deployments import deployments_of
from guardrails.selfdriving.releases import releases_of

CLUSTER_AUTOSCALER: Final = "cluster-autoscaler"
KARPENTER: Final = "karpenter"


def autoscalers(stack: Stack) -> Iterator[Resource]:
    """Every resource that installs an autoscaler or switches one on."""
    yield from releases_of(stack, CLUSTER_AUTOSCALER, KARPENTER)
    yield from deployments_of(stack, CLUSTER_AUTOSCALER, KARPENTER)
    yield from auto_mode_clusters(stack)
