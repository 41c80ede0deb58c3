"""Which engine repairs which nodes: the one table, by node autoscaler and remediation engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from components.node_scaler import NodeScaler
from components.remediation.settings import EngineName

Repairer = Literal["engine", "eks", "karpenter", "nobody"]
"""``eks`` is EKS node repair; ``karpenter`` is Karpenter's own, behind its alpha gate NodeRepair."""


@dataclass(frozen=True)
class Repair:
    """One cell of the table. ``nobody`` stands where there are no such nodes."""

    groups: Repairer
    """What acts on nodes of node groups."""
    pools: Repairer
    """What acts on nodes of node pools."""
    how: str
    """What happens to a sick node, as a sentence."""


@dataclass(frozen=True)
class RepairRefusal:
    """A cell that is refused: ``why`` is a sentence without its end, ``instead`` the engine to take."""

    why: str
    instead: EngineName


_BUILT_IN = RepairRefusal(
    "EKS repairs nodes of Auto Mode itself, which can't be switched off, and two would act on one node",
    "eks-node-repair",
)

TABLE: Mapping[tuple[NodeScaler, EngineName], Repair] = MappingProxyType(
    {
        ("cluster-autoscaler", "draino"): Repair(
            "engine", "nobody", "draino drains it; cluster-autoscaler removes it when it is empty"
        ),
        ("cluster-autoscaler", "pitstop"): Repair(
            "engine", "nobody", "pitstop drains it and has its Auto Scaling group replace it"
        ),
        ("cluster-autoscaler", "eks-node-repair"): Repair("eks", "nobody", "EKS replaces it"),
        ("karpenter", "draino"): Repair(
            "eks",
            "engine",
            "in a pool, draino drains it and Karpenter removes it when it is empty; in a node group, where "
            "nobody would remove it, EKS replaces it",
        ),
        ("karpenter", "pitstop"): Repair(
            "engine",
            "engine",
            "pitstop drains it; in a pool it then deletes the node, for which Karpenter terminates the "
            "machine; in a node group it has the Auto Scaling group replace it",
        ),
        ("karpenter", "eks-node-repair"): Repair(
            "eks",
            "karpenter",
            "in a pool, Karpenter replaces it (its alpha gate NodeRepair); in a node group, EKS does",
        ),
        ("auto-mode", "eks-node-repair"): Repair("nobody", "eks", "EKS replaces it; nothing is to be set"),
    }
)


REFUSED: Mapping[tuple[NodeScaler, EngineName], RepairRefusal] = MappingProxyType(
    {("auto-mode", "draino"): _BUILT_IN, ("auto-mode", "pitstop"): _BUILT_IN}
)
"""The rest of the table: settings that say so are refused."""
