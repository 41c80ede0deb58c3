"""Numbers in a resource's properties, with their defaults, where not all of them need be known yet."""

from __future__ import annotations

from collections.abc import Iterable

from guardrails.core.plain import UNKNOWN, Plain, Unknown, slots, value_at
from guardrails.core.resource import Resource

Amount = float | Unknown


def amount(resource: Resource, path: str, default: float) -> Amount:
    """The number at ``path``, or ``default`` where it is not set."""
    return number(value_at(resource.props, path), default)


def number(value: Plain, default: float) -> Amount:
    """``value`` as a number, also where it is written as text."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return float(value) if isinstance(value, str) else default
    except ValueError:
        return default


def length(resource: Resource, path: str, default: float) -> Amount:
    """How many items the list at ``path`` has, known or not; ``default`` where there is no list."""
    if value_at(resource.props, path) is UNKNOWN:
        return UNKNOWN
    return len(slots(resource.props, f"{path}[]")) or default


def product(amounts: Iterable[Amount]) -> Amount:
    """All of them multiplied; not known where one isn't, unless another is nothing."""
    found = list(amounts)
    if 0 in found:
        return 0.0
    made = 1.0
    for one in found:
        if isinstance(one, Unknown):
            return UNKNOWN
        made *= one
    return made
