"""Replacements: pairs each node that went with the node that came, for the time to repair. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pitstop.model import Node, PendingReplacement
from pitstop.remedies.escalation import GOING

GIVEN_UP_AFTER = 3600.0
"""Seconds after which a replacement is pending no more: the group may have been made smaller."""
_CUT = 1.0
"""A Node's time of creation is cut to whole seconds."""


class Arrivals(NamedTuple):
    """Pairs of a node that went and its replacement, and those that are pending still, or no more."""

    paired: tuple[tuple[PendingReplacement, Node], ...]
    pending: tuple[PendingReplacement, ...]
    given_up: tuple[PendingReplacement, ...]


def has_gone(entry: PendingReplacement, nodes: Mapping[str, Node]) -> bool:
    """Whether its Node is not among ``nodes``; one that was made since is another machine with its name."""
    node = nodes.get(entry.node)
    return node is None or node.created >= entry.asked - _CUT


def on_the_way(
    pending: Iterable[PendingReplacement], nodes: Mapping[str, Node], under_remediation: Iterable[Node]
) -> tuple[PendingReplacement, ...]:
    """Those of ``pending`` that have gone, and those that may go at any moment.

    They are noted before they go: a replica that takes over then finds no trace of them in the cluster.
    """
    going = (
        PendingReplacement(node.group, node.name, node.record.fault_since, node.record.since)
        for node in under_remediation
        if node.record is not None and node.record.phase in GOING
    )
    return (*(entry for entry in pending if has_gone(entry, nodes)), *going)


def pair(
    pending: tuple[PendingReplacement, ...], nodes: Mapping[str, Node], fresh: Mapping[str, Node], now: float
) -> Arrivals:
    """Pair the oldest demand of a group with the oldest of its ``fresh`` nodes, Ready and made since.

    A node that has not gone yet stays pending.
    """
    free = sorted(
        (node for node in fresh.values() if node.ready == "True"), key=lambda node: (node.created, node.name)
    )
    paired, still, given_up = [], [], []
    for entry in sorted(pending, key=lambda entry: entry.asked):
        if not has_gone(entry, nodes):
            still.append(entry)
            continue
        found = next(
            (node for node in free if node.group == entry.group and node.created >= entry.asked - _CUT), None
        )
        if found is not None:
            free.remove(found)
            paired.append((entry, found))
        elif now - entry.asked >= GIVEN_UP_AFTER:
            given_up.append(entry)
        else:
            still.append(entry)
    return Arrivals(tuple(paired), tuple(still), tuple(given_up))
