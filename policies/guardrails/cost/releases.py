"""What a Helm release brings, as far as its values tell: volumes, load balancers, NodePools."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.claims import price_claimed_by_values
from guardrails.cost.line import Entry
from guardrails.cost.network import price_services_in_values
from guardrails.cost.node_pools import price_node_pools


def price_release(release: Resource, stack: Stack) -> Iterator[Entry]:
    """Everything that costs money by itself; what a chart brings without being told is not seen."""
    yield from price_claimed_by_values(release)
    yield from price_services_in_values(release)
    yield from price_node_pools(release, stack)
