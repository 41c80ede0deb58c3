"""Which new node replaces which that went: so that the time to repair is counted to its end. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pitstop.model import Awaited, Node

GIVEN_UP_AFTER = 3600.0
"""Seconds after which a replacement is awaited no more: the group may have been made smaller."""


class Arrivals(NamedTuple):
    """Pairs of a node that went and its replacement, and those that are awaited still, or no more."""

    paired: tuple[tuple[Awaited, Node], ...]
    awaited: tuple[Awaited, ...]
    given_up: tuple[Awaited, ...]


def match(awaited: tuple[Awaited, ...], fresh: Mapping[str, Node], now: float) -> Arrivals:
    """Pair the oldest demand of a group with the oldest of its ``fresh`` nodes, Ready and made since."""
    free = sorted(
        (node for node in fresh.values() if node.ready == "True"), key=lambda node: (node.created, node.name)
    )
    paired, still, given_up = [], [], []
    for entry in sorted(awaited, key=lambda entry: entry.asked):
        # A Node's time of creation is cut to whole seconds.
        found = next(
            (node for node in free if node.group == entry.group and node.created >= entry.asked - 1), None
        )
        if found is not None:
            free.remove(found)
            paired.append((entry, found))
        elif now - entry.asked >= GIVEN_UP_AFTER:
            given_up.append(entry)
        else:
            still.append(entry)
    return Arrivals(tuple(paired), tuple(still), tuple(given_up))
