"""A remedy's target: one node, its object on the API server, its machine in AWS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pitstop.model import Node, Record
from pitstop.remedies.remedy import Outcome, Remedy
from pitstop.remedies.target import Answer, CommandResult
from pitstop.shell.api import Json
from pitstop.shell.clock import Clock
from pitstop.shell.cloud import Cloud
from pitstop.shell.codec import cordon_patch
from pitstop.shell.commands import Commands
from pitstop.shell.node_api import ChangedError, NodeApi
from pitstop.shell.webhook import Webhook
from pitstop.timestamps import timestamp


@dataclass(frozen=True)
class Means:
    """What remedies work with beside the API server."""

    cloud: Cloud
    commands: Commands
    webhook: Webhook


class NodeTarget:
    """What ``remedy`` may do to the node whose object is ``item``, for the reason ``why``."""

    def __init__(
        self,
        remedy: Remedy,
        why: str,
        node: Node,
        item: Json,
        *,
        nodes: NodeApi,
        means: Means,
        clock: Clock,
    ) -> None:
        if node.record is None:
            raise ChangedError(node)
        self._remedy = remedy
        self._why = why
        self._node = node
        self._record = node.record
        self._item = item
        self._nodes = nodes
        self._means = means
        self._clock = clock
        self._noted: str | None = None

    @property
    def node(self) -> Node:
        """The node as it was decided on."""
        return self._node

    async def note(self, phase: str) -> None:
        """Write ``phase`` and the time of this try on the node."""
        await self._write(replace(self._record, phase=phase, since=self._clock.wall()), self._why)
        self._noted = phase

    async def finish(self, outcome: Outcome) -> Node:
        """Write what came of it, where that is not written yet; returns the node as it is then.

        After a remedy that was no help the node stands where it stood before, but for the time of the try.
        """
        if outcome.phase is None:
            await self._write(self._record, f"{self._why}; {outcome.detail}")
        elif outcome.phase != self._noted:
            await self.note(outcome.phase)
        return self._nodes.read(self._item)

    async def terminate_instance(self) -> None:
        """Have the Auto Scaling group replace the machine."""
        await self._means.cloud.terminate(self._node.provider_id)

    async def reboot_instance(self) -> None:
        """Reboot the machine."""
        await self._means.cloud.reboot(self._node.provider_id)

    async def run_on_instance(self, script: Sequence[str], limit: float) -> CommandResult:
        """Run the lines of ``script`` on the machine as root."""
        return await self._means.commands.run(self._node.provider_id, script, limit)

    async def ask_webhook(self, document: Mapping[str, object]) -> Answer:
        """Post ``document``, and return the answer."""
        return await self._means.webhook.ask(document)

    async def delete_node(self) -> None:
        """Delete the Node object. Raises ChangedError where no finalizer holds it: it is gone."""
        self._item = await self._nodes.delete(self._item)

    async def _write(self, record: Record, why: str) -> None:
        patch = cordon_patch(record, why, int(self._item["metadata"]["resourceVersion"]))
        if self._remedy.annotation is not None:
            patch["metadata"]["annotations"][self._remedy.annotation] = timestamp(self._clock.wall())
        self._item = await self._nodes.patch(self._node.name, patch)
