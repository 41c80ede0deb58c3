"""Whether a cluster begins with nodes for what has to run before a scaler can start one."""

from __future__ import annotations

from collections.abc import Mapping

from components.cluster.settings import NodeGroupSettings
from components.node_scaler import NodeScaler

_NOWHERE = {
    "cluster-autoscaler": "cluster DNS has nowhere to run",
    "karpenter": "cluster DNS and Karpenter itself have nowhere to run",
}


def node_groups_problem(scaler: NodeScaler, groups: Mapping[str, NodeGroupSettings]) -> str | None:
    """What node groups must be where ``scaler`` scales; None where ``groups`` will do."""
    if scaler == "auto-mode":
        if not groups:
            return None
        return (
            "mean nothing to auto-mode, in which EKS starts all nodes; remove them, or change "
            "cluster.nodeScaler"
        )
    nowhere = _NOWHERE[scaler]
    if not groups:
        return f"must name at least one node group, or {nowhere}; add nodeGroups.default with instanceTypes"
    if not any(group.takes_any_pod for group in groups.values()):
        return (
            f"must have one group with nodes from the start and without taints, or {nowhere}; "
            "raise minSize or drop the taints of one, or add another"
        )
    return None
