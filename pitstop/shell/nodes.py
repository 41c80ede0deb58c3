"""Node mirror: feeds the planner's fleet, and wakes it for what is news."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pitstop.conditions import UnhealthyConditions
from pitstop.fleet import Fleet
from pitstop.model import Node
from pitstop.shell.api import Json
from pitstop.shell.clock import Clock
from pitstop.shell.codec import node_from

_FRESH = 3600.0


class NodeMirror:
    """Keeps ``fleet``; ``wake`` is called when one that needs a look has changed, or any has come or gone."""

    def __init__(
        self, wanted: UnhealthyConditions, group_labels: Sequence[str], wake: Callable[[], None], clock: Clock
    ) -> None:
        self.fleet = Fleet()
        self.fresh: dict[str, Node] = {}
        """Nodes created within the hour that are not paired with one that went."""
        self._wanted = wanted
        self._group_labels = group_labels
        self._wake = wake
        self._clock = clock

    def replace(self, items: list[Json]) -> None:
        """These are all the nodes there are."""
        nodes = [node_from(item, self._wanted, self._group_labels) for item in items]
        for name in self.fleet.nodes.keys() - {node.name for node in nodes}:
            self._drop(name)
        for node in nodes:
            self.keep(node)
        self._wake()

    def put(self, item: Json) -> None:
        """A node is new or has changed."""
        self.keep(node_from(item, self._wanted, self._group_labels))

    def drop(self, item: Json) -> None:
        """A node is gone."""
        self._drop(item["metadata"]["name"])
        self._wake()

    def keep(self, node: Node) -> None:
        """``node`` is what we know now, unless we know something newer."""
        before = self.fleet.nodes.get(node.name)
        if not self.fleet.put(node):
            return
        if self._clock.wall() - node.created < _FRESH and (before is None or node.name in self.fresh):
            self.fresh[node.name] = node
        if before is None or not before.quiet or not node.quiet:
            self._wake()

    def forget(self, name: str) -> None:
        """The node is gone, by the API server's word."""
        self._drop(name)

    def _drop(self, name: str) -> None:
        self.fleet.drop(name)
        self.fresh.pop(name, None)
