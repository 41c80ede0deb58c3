"""Does one step to one node: looks afresh, and changes it only if it still is what was decided on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from pitstop.conditions import UnhealthyConditions
from pitstop.model import Action, Node, Phase, Record, Step
from pitstop.settings import OutOfService, PlannerSettings, Strategy
from pitstop.shell.api import STRATEGIC, Api, Json, RefusedError
from pitstop.shell.cloud import Cloud
from pitstop.shell.codec import OUT_OF_SERVICE, REBOOTED, condition, cordon_patch, node_from, timestamp

_CONFLICT, _NOT_FOUND = 409, 404
_PHASE_AFTER = {
    Step.CORDON: Phase.CORDONED,
    Step.DRAIN: Phase.DRAINING,
    Step.STOP_DRAIN: Phase.CORDONED,
    Step.REBOOT: Phase.REBOOTING,
    Step.REPLACE: Phase.REPLACING,
    Step.UNCORDON: None,
    Step.FORGET: None,
}


class ChangedError(Exception):
    """The node is not what was decided on any more; ``node`` is what it is now, None where it is gone."""

    def __init__(self, node: Node | None) -> None:
        super().__init__("the node has changed since it was decided on")
        self.node = node


class NodeActions:
    """Every method raises ChangedError, and the API's and the cloud's errors."""

    def __init__(
        self,
        api: Api,
        cloud: Cloud,
        settings: PlannerSettings,
        wanted: UnhealthyConditions,
        group_labels: Sequence[str],
    ) -> None:
        self._api = api
        self._cloud = cloud
        self._settings = settings
        self._wanted = wanted
        self._group_labels = group_labels

    async def do(self, action: Action, node: Node) -> Node:
        """Do ``action``, which was decided on for ``node``; returns the node as it is afterwards."""
        item = await self._still(node)
        if action.step is Step.REPLACE:
            # Asked first: asking twice is safe, and a replacement that was never asked for never comes.
            item = await self._replace(node, item)
        now = time.time()
        record = _record_after(action, node, now)
        patch = cordon_patch(record, action.why, int(item["metadata"]["resourceVersion"]))
        match action.step:
            case Step.REBOOT:
                # Written first: a second reboot is worse than one that never came (that node is replaced).
                patch["metadata"]["annotations"][REBOOTED] = timestamp(now)
                after = await self._patch(node.name, patch)
                await self._cloud.reboot(node.provider_id)
                return after
            case Step.UNCORDON | Step.FORGET:
                patch["spec"].update(_without_the_taint(item))
        return await self._patch(node.name, patch)

    async def mark(self, node: Node, phase: Phase, why: str) -> Node:
        """Write down that ``node`` has come to ``phase`` by itself."""
        item = await self._still(node)
        if node.record is None:
            raise ChangedError(node)
        record = replace(node.record, phase=phase, since=time.time())
        return await self._patch(
            node.name, cordon_patch(record, why, int(item["metadata"]["resourceVersion"]))
        )

    async def show(self, node: Node, why: str) -> None:
        """Show in the node's conditions what is being done to it."""
        phase = node.record.phase if node.record else None
        await self._api.patch(
            f"/api/v1/nodes/{node.name}/status", condition(phase, why, time.time()), STRATEGIC
        )

    async def free_pods(self, node: Node) -> bool:
        """Taint a dead ``node`` as out of service, so that Kubernetes frees its pods and volumes.

        Only where the machine is off, by the cloud's word or, if set so, by assumption: a machine that still
        runs could write to a volume that another node has mounted meanwhile. Returns whether it was done.
        """
        how = self._settings.drain.out_of_service
        if how is OutOfService.NEVER or node.ready != "Unknown":
            return False
        if how is OutOfService.CONFIRMED and not await self._cloud.is_off(node.provider_id):
            return False
        item = await self._still(node)
        if _without_the_taint(item):
            return False
        taint = {"key": OUT_OF_SERVICE, "value": "nodeshutdown", "effect": "NoExecute"}
        await self._patch(
            node.name,
            {
                "metadata": {"resourceVersion": item["metadata"]["resourceVersion"]},
                "spec": {"taints": [*item["spec"].get("taints", []), taint]},
            },
        )
        return True

    async def look(self, name: str) -> Node | None:
        """The node as the API server knows it now; None where there is none."""
        try:
            item = await self._api.get(f"/api/v1/nodes/{name}")
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                return None
            raise
        return node_from(item, self._wanted, self._group_labels)

    async def _still(self, node: Node) -> Json:
        """The Node object, if all that a decision rests on is still so."""
        try:
            item = await self._api.get(f"/api/v1/nodes/{node.name}")
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                raise ChangedError(None) from error
            raise
        now = node_from(item, self._wanted, self._group_labels)
        if _case(now) != _case(node):
            raise ChangedError(now)
        return item

    async def _patch(self, name: str, patch: Json) -> Node:
        try:
            item = await self._api.patch(f"/api/v1/nodes/{name}", patch)
        except RefusedError as error:
            if error.status == _CONFLICT:
                raise ChangedError(await self.look(name)) from error
            if error.status == _NOT_FOUND:
                raise ChangedError(None) from error
            raise
        return node_from(item, self._wanted, self._group_labels)

    async def _replace(self, node: Node, item: Json) -> Json:
        """Send the node away; returns the Node object as it is then, which may outlive this."""
        if self._settings.replace.strategy_for(karpenter=node.karpenter) is Strategy.AUTO_SCALING:
            await self._cloud.terminate(node.provider_id)
            return item
        answer = await self._api.delete(f"/api/v1/nodes/{node.name}", item["metadata"]["uid"])
        if answer["kind"] != "Node":
            raise ChangedError(None)
        # A finalizer holds it: Karpenter's does until the machine is gone.
        return answer


def _record_after(action: Action, node: Node, now: float) -> Record | None:
    phase = _PHASE_AFTER[action.step]
    if phase is None:
        return None
    if action.fault is not None:
        return Record(phase, now, now, str(action.fault), action.fault.since)
    return replace(node.record, phase=phase, since=now) if node.record else None


def _case(node: Node) -> tuple[object, ...]:
    """Everything about a node that a decision rests on, heartbeats aside."""
    unhealthy = frozenset((match.condition, match.since) for match in node.unhealthy)
    return (unhealthy, node.ready, node.unschedulable, node.opted_out, node.control_plane, node.record)


def _without_the_taint(item: Json) -> Json:
    """The change to a node's spec that takes the out-of-service taint off, where it has one."""
    taints = item["spec"].get("taints", [])
    kept = [taint for taint in taints if taint["key"] != OUT_OF_SERVICE]
    return {"taints": kept or None} if len(kept) < len(taints) else {}
