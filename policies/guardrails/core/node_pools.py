"""Karpenter's NodePools, which EKS Auto Mode has too: resources, or manifests inside Helm values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.core.kubernetes import HELM, manifests
from guardrails.core.plain import UNKNOWN, Plain, Unknown, slots, value_at
from guardrails.core.resource import Resource

NODE_POOLS: Final = frozenset(
    {"kubernetes:karpenter.sh/v1:NodePool", "kubernetes:karpenter.sh/v1beta1:NodePool"}
)
_REQUIREMENTS: Final = "spec.template.spec.requirements"
_CPU: Final = "spec.limits.cpu"
_QUANTITY = re.compile(r"^(\d+(?:\.\d+)?)(m|k)?$")
_FACTORS: Final = {"m": 0.001, "k": 1000.0}


@dataclass(frozen=True)
class NodePool:
    """One pool; each ``..._path`` is where something stands in the resource's properties.

    ``requirements`` say which nodes it may start, and are ``UNKNOWN`` where not all of them can be seen.
    ``vcpu`` is the most that its nodes have together, None where nothing limits it.
    """

    requirements: list[Plain] | Unknown
    requirements_path: str
    vcpu: float | Unknown | None
    vcpu_path: str


def node_pools(resource: Resource) -> Iterator[NodePool]:
    """The pools that the resource makes."""
    if resource.type in NODE_POOLS:
        yield _pool(resource.props, "")
    elif resource.type in HELM:
        for path, block in manifests(resource.props.get("values"), "values"):
            if block is UNKNOWN or block.get("kind") is UNKNOWN:
                yield NodePool(UNKNOWN, path, UNKNOWN, path)
            elif block.get("kind") == "NodePool":
                yield _pool(block, f"{path}.")


def _pool(manifest: Plain, path: str) -> NodePool:
    # Without requirements a NodePool may launch anything.
    found = [slot.value for slot in slots(manifest, _REQUIREMENTS)] or [[]]
    return NodePool(
        requirements=found[0] if isinstance(found[0], list) else UNKNOWN,
        requirements_path=f"{path}{_REQUIREMENTS}",
        vcpu=_cpus(value_at(manifest, _CPU)),
        vcpu_path=f"{path}{_CPU}",
    )


def _cpus(quantity: Plain) -> float | Unknown | None:
    """As Kubernetes reads it: ``32``, ``"32"``, ``"500m"``."""
    if quantity is UNKNOWN:
        return UNKNOWN
    match = _QUANTITY.match(str(quantity))
    return float(match.group(1)) * _FACTORS.get(match.group(2), 1.0) if match else None
