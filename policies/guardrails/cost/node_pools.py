"""Nodes that Karpenter starts as pods ask for them: none at first, at worst as many as the limit lets it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.core.node_pools import NodePool, node_pools
from guardrails.core.plain import Unknown
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.instance_requirements import admitted_by_karpenter
from guardrails.figures.prices import prices


def price_node_pools(resource: Resource, _stack: Stack) -> Iterator[Entry]:
    """Every pool of the resource, at the dearest vCPU that it admits; disks are not counted."""
    for pool in node_pools(resource):
        yield _price(resource, pool)


def _price(resource: Resource, pool: NodePool) -> Entry:
    if isinstance(pool.requirements, Unknown):
        return Pending(resource, pool.requirements_path)
    if isinstance(pool.vcpu, Unknown):
        return Pending(resource, pool.vcpu_path)
    if pool.vcpu is None:
        return Unpriced(resource, "nodes without a limit")
    shares = [
        found.usd_per_hour / found.vcpu
        for found in admitted_by_karpenter(pool.requirements)
        if found.usd_per_hour is not None and found.vcpu
    ]
    if not shares:
        return Unpriced(resource, "nodes of no known type")
    worst = pool.vcpu * max(shares) * prices().hours
    return Line(resource, f"0 to {pool.vcpu:g} vCPU of Karpenter's choice", 0, worst)
