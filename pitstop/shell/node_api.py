"""Node objects on the API server: read afresh before each change, and changed only at the version read."""

from __future__ import annotations

from collections.abc import Sequence

from pitstop.conditions import UnhealthyConditions
from pitstop.model import Node
from pitstop.shell.api import STRATEGIC, Api, Json, RefusedError
from pitstop.shell.codec import condition_patch, node_from

_CONFLICT, _NOT_FOUND = 409, 404


class ChangedError(Exception):
    """The node is not what was decided on any more; ``node`` is what it is now, None where it is gone."""

    def __init__(self, node: Node | None) -> None:
        super().__init__("the node has changed since it was decided on")
        self.node = node


class NodeApi:
    """Every method raises the API's errors."""

    def __init__(self, api: Api, wanted: UnhealthyConditions, group_labels: Sequence[str]) -> None:
        self._api = api
        self._wanted = wanted
        self._group_labels = group_labels

    def read(self, item: Json) -> Node:
        """A Node object as the planner sees it."""
        return node_from(item, self._wanted, self._group_labels)

    async def look(self, name: str) -> Node | None:
        """The node as the API server knows it now; None where there is none."""
        try:
            return self.read(await self._api.get(f"/api/v1/nodes/{name}"))
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    async def still(self, node: Node) -> Json:
        """The Node object, if all that a decision rests on is still so. Raises ChangedError if not."""
        try:
            item = await self._api.get(f"/api/v1/nodes/{node.name}")
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                raise ChangedError(None) from error
            raise
        now = self.read(item)
        if _basis(now) != _basis(node):
            raise ChangedError(now)
        return item

    async def patch(self, name: str, patch: Json) -> Json:
        """Change the node; returns it whole. Raises ChangedError where it is not at the version that
        ``patch`` names, or is gone."""
        try:
            return await self._api.patch(f"/api/v1/nodes/{name}", patch)
        except RefusedError as error:
            if error.status == _CONFLICT:
                raise ChangedError(await self.look(name)) from error
            if error.status == _NOT_FOUND:
                raise ChangedError(None) from error
            raise

    async def delete(self, item: Json) -> Json:
        """Delete this Node; returns it as a finalizer holds it. Raises ChangedError where it is gone."""
        metadata = item["metadata"]
        answer = await self._api.delete(f"/api/v1/nodes/{metadata['name']}", metadata["uid"])
        if answer["kind"] != "Node":
            raise ChangedError(None)
        return answer

    async def show(self, name: str, phase: str | None, why: str, now: float) -> None:
        """Show in the node's conditions what is being done to it."""
        await self._api.patch(f"/api/v1/nodes/{name}/status", condition_patch(phase, why, now), STRATEGIC)


def _basis(node: Node) -> tuple[object, ...]:
    """Everything about a node that a decision rests on, heartbeats aside."""
    unhealthy = frozenset((match.condition, match.since) for match in node.unhealthy)
    return (unhealthy, node.ready, node.unschedulable, node.opted_out, node.control_plane, node.record)
