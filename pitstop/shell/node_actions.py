"""Node actions: does one step to one node, and only if it still is what was decided on."""

from __future__ import annotations

from dataclasses import replace

from pitstop.model import Action, Node, Phase, Record, Step
from pitstop.remedies.remedy import Outcome, Remedy
from pitstop.settings import OutOfService, PlannerSettings
from pitstop.shell.api import Json
from pitstop.shell.clock import Clock
from pitstop.shell.codec import OUT_OF_SERVICE, cordon_patch
from pitstop.shell.node_api import ChangedError, NodeApi
from pitstop.shell.node_target import Means, NodeTarget

_PHASE_AFTER = {
    Step.CORDON: Phase.CORDONED,
    Step.DRAIN: Phase.DRAINING,
    Step.STOP_DRAIN: Phase.CORDONED,
    Step.UNCORDON: None,
    Step.FORGET: None,
}


class NodeActions:
    """Every method raises ChangedError, and the API's and the cloud's errors."""

    def __init__(self, nodes: NodeApi, means: Means, settings: PlannerSettings, clock: Clock) -> None:
        self._nodes = nodes
        self._means = means
        self._settings = settings
        self._clock = clock

    async def do(self, action: Action, node: Node) -> Node:
        """Do ``action``, which was decided on for ``node``; returns the node as it is afterwards."""
        item = await self._nodes.still(node)
        record = _record_after(action, node, self._clock.wall())
        patch = cordon_patch(record, action.why, int(item["metadata"]["resourceVersion"]))
        if record is None:
            patch["spec"].update(_without_the_taint(item))
        return self._nodes.read(await self._nodes.patch(node.name, patch))

    async def try_remedy(self, remedy: Remedy, why: str, node: Node) -> tuple[Node, Outcome]:
        """Try ``remedy`` on ``node``; returns the node as it is afterwards, and what came of it."""
        item = await self._nodes.still(node)
        target = NodeTarget(remedy, why, node, item, nodes=self._nodes, means=self._means, clock=self._clock)
        outcome = await remedy.do(target, self._settings)
        return await target.finish(outcome), outcome

    async def mark(self, node: Node, phase: Phase, why: str) -> Node:
        """Write down that ``node`` has come to ``phase`` by itself."""
        item = await self._nodes.still(node)
        if node.record is None:
            raise ChangedError(node)
        record = replace(node.record, phase=phase, since=self._clock.wall())
        patch = cordon_patch(record, why, int(item["metadata"]["resourceVersion"]))
        return self._nodes.read(await self._nodes.patch(node.name, patch))

    async def show(self, node: Node, why: str) -> None:
        """Show in the node's conditions what is being done to it."""
        phase = node.record.phase if node.record else None
        await self._nodes.show(node.name, phase, why, self._clock.wall())

    async def free_pods(self, node: Node) -> bool:
        """Taint a dead ``node`` as out of service, so that Kubernetes frees its pods and volumes.

        Only where the machine is off, by the cloud's word or, if set so, by assumption: a machine that still
        runs could write to a volume that another node has mounted meanwhile. Returns whether it was done.
        """
        how = self._settings.drain.out_of_service
        if how is OutOfService.NEVER or node.ready != "Unknown":
            return False
        if how is OutOfService.CONFIRMED and not await self._means.cloud.is_off(node.provider_id):
            return False
        item = await self._nodes.still(node)
        if _without_the_taint(item):
            return False
        taint = {"key": OUT_OF_SERVICE, "value": "nodeshutdown", "effect": "NoExecute"}
        await self._nodes.patch(
            node.name,
            {
                "metadata": {"resourceVersion": item["metadata"]["resourceVersion"]},
                "spec": {"taints": [*item["spec"].get("taints", []), taint]},
            },
        )
        return True

    async def look(self, name: str) -> Node | None:
        """The node as the API server knows it now; None where there is none."""
        return await self._nodes.look(name)


def _record_after(action: Action, node: Node, now: float) -> Record | None:
    phase = _PHASE_AFTER[Step(action.step)]
    if phase is None:
        return None
    if action.fault is not None:
        return Record(phase, now, now, str(action.fault), action.fault.since)
    return replace(node.record, phase=phase, since=now) if node.record else None


def _without_the_taint(item: Json) -> Json:
    """The change to a node's spec that takes the out-of-service taint off, where it has one."""
    taints = item["spec"].get("taints", [])
    kept = [taint for taint in taints if taint["key"] != OUT_OF_SERVICE]
    return {"taints": kept or None} if len(kept) < len(taints) else {}
