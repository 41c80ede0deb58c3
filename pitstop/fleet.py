"""All nodes, indexed as they change, so that a tick costs what is sick and not what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pitstop.model import Node, Phase, Scope, ScopeKind


@dataclass(slots=True)
class Tally:
    """Counts by group, by zone, and for the whole cluster."""

    groups: Counter[str] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    cluster: int = 0

    def add(self, node: Node, count: int = 1) -> None:
        """Count ``node``; a node whose zone is unknown belongs to no zone."""
        self.groups[node.group] += count
        if node.zone:
            self.zones[node.zone] += count
        self.cluster += count

    def of(self, scope: Scope) -> int:
        """The count in ``scope``."""
        if scope.kind is ScopeKind.GROUP:
            return self.groups[scope.name]
        if scope.kind is ScopeKind.ZONE:
            return self.zones[scope.name]
        return self.cluster


class Fleet:
    """The nodes by name. Control-plane nodes are known, and count for nothing."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self.nodes: dict[str, Node] = {}
        self.attention: dict[str, Node] = {}
        """The nodes that are not quiet."""
        self.totals = Tally()
        for node in nodes:
            self.put(node)

    def put(self, node: Node) -> bool:
        """Add ``node`` or replace what was known of it; False where something newer is known already."""
        before = self.nodes.get(node.name)
        if before is not None:
            if before.version > node.version:
                return False
            self._count(before, -1)
        self._count(node, 1)
        self.nodes[node.name] = node
        if node.quiet:
            self.attention.pop(node.name, None)
        else:
            self.attention[node.name] = node
        return True

    def drop(self, name: str) -> None:
        """Forget a node that is gone."""
        node = self.nodes.pop(name, None)
        if node is not None:
            self._count(node, -1)
            self.attention.pop(name, None)

    def _count(self, node: Node, count: int) -> None:
        if not node.control_plane:
            self.totals.add(node, count)


@dataclass(slots=True)
class FleetCounts:
    """Counts of the nodes that are not quiet, and lists of those that may need a step.

    ``joining`` are nodes that have only just come and are not Ready yet: a group that grows is not sick.
    """

    bad: Tally = field(default_factory=Tally)
    cordoned: Tally = field(default_factory=Tally)
    joining: Tally = field(default_factory=Tally)
    active: Tally = field(default_factory=Tally)
    """Nodes with a record."""
    draining: Tally = field(default_factory=Tally)
    recorded: list[Node] = field(default_factory=list)
    unhealthy: list[Node] = field(default_factory=list)
    """Nodes with an unhealthy condition and no record."""


def count_fleet(fleet: Fleet, now: float, minimum_age: float) -> FleetCounts:
    """Count what is bad, cordoned, joining and worked on, and list what may need a step."""
    counts = FleetCounts()
    for node in fleet.attention.values():
        faulty = any(not match.condition.alert_only for match in node.unhealthy)
        if not node.control_plane:
            if node.unschedulable:
                counts.cordoned.add(node)
            if faulty or node.unschedulable or node.ready != "True":
                if node.ready != "True" and not node.unschedulable and now - node.created < minimum_age:
                    counts.joining.add(node)
                else:
                    counts.bad.add(node)
            if node.record is not None:
                counts.active.add(node)
                if node.record.phase == Phase.DRAINING:
                    counts.draining.add(node)
        if node.record is not None:
            counts.recorded.append(node)
        elif node.unhealthy:
            counts.unhealthy.append(node)
    return counts
