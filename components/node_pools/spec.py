"""A pool's NodePool, as Karpenter and EKS Auto Mode both read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from components.durations import format_duration
from components.node_pools.settings import DisruptionBudget, NodePoolSettings, write_lapse

API_VERSION = "karpenter.sh/v1"

# No drain may keep a node longer: neither a budget that lets no pod go nor a pod that never ends holds up an
# update, or a destroy, for ever.
LONGEST_DRAIN = timedelta(minutes=30)


@dataclass(frozen=True)
class NodeClass:
    """What a pool's nodes are made of: an object in the cluster, by the group and the kind of its type."""

    group: str
    """Also the domain of the labels that tell a node's instance family and size."""
    kind: str
    name: str


def node_pool(settings: NodePoolSettings, node_class: NodeClass) -> Mapping[str, Any]:
    """The ``spec`` of the NodePool, in its version v1.

    Source of the keys: the resource definition karpenter.sh_nodepools.yaml of Karpenter 1.14.
    """
    return {
        "template": {
            **({"metadata": {"labels": dict(settings.labels)}} if settings.labels else {}),
            "spec": {
                "nodeClassRef": {
                    "group": node_class.group,
                    "kind": node_class.kind,
                    "name": node_class.name,
                },
                "requirements": requirements(settings, node_class.group),
                "expireAfter": write_lapse(settings.expire_after),
                "terminationGracePeriod": format_duration(LONGEST_DRAIN),
                **(
                    {"taints": [taint.model_dump(exclude_defaults=False) for taint in settings.taints]}
                    if settings.taints
                    else {}
                ),
            },
        },
        "limits": {
            "cpu": str(settings.max_vcpu),
            **({"memory": f"{settings.max_memory_gib}Gi"} if settings.max_memory_gib else {}),
        },
        "disruption": {
            "consolidationPolicy": settings.consolidation,
            "consolidateAfter": write_lapse(settings.consolidate_after),
            "budgets": [_budget(budget) for budget in settings.disruption_budgets],
        },
    }


def requirements(settings: NodePoolSettings, domain: str) -> Sequence[Mapping[str, Any]]:
    """Which nodes may be started; ``domain`` is that of the labels about instances."""
    found = [
        _one_of("karpenter.sh/capacity-type", [_market(wanted) for wanted in settings.capacity_types]),
        _one_of("kubernetes.io/arch", [settings.architecture]),
        _one_of("kubernetes.io/os", ["linux"]),
    ]
    if settings.instance_types:
        return [*found, _one_of("node.kubernetes.io/instance-type", settings.instance_types)]
    return [
        *found,
        _one_of(f"{domain}/instance-family", settings.instance_families),
        {
            "key": f"{domain}/instance-cpu",
            "operator": "Lt",
            "values": [str(settings.max_vcpu_per_node + 1)],
        },
    ]


def _one_of(key: str, values: Sequence[str]) -> Mapping[str, Any]:
    return {"key": key, "operator": "In", "values": list(values)}


def _market(capacity_type: str) -> str:
    # Karpenter writes on-demand where EKS writes ON_DEMAND.
    return capacity_type.lower().replace("_", "-")


def _budget(budget: DisruptionBudget) -> Mapping[str, Any]:
    return {
        "nodes": budget.nodes,
        **({"reasons": list(budget.reasons)} if budget.reasons else {}),
        **({"schedule": budget.schedule} if budget.schedule else {}),
        **({"duration": format_duration(budget.duration)} if budget.duration else {}),
    }
