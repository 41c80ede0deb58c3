from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pitstop.config import PitstopSettings
from pitstop.model import Action, Node, Phase, Step
from pitstop.remedies.escalation import remedy_named
from pitstop.remedies.remedy import Outcome
from pitstop.remedies.target import Answer, AnswerStatus, CloudError, CommandResult, WebhookError
from pitstop.shell.api import AwayError
from pitstop.shell.node_actions import NodeActions
from pitstop.shell.node_api import ChangedError, NodeApi
from tests.unit.pitstop.fleets import NOON
from tests.unit.pitstop.shell.clusters import NODES, Cluster, passes
from tests.unit.pitstop.virtual_time import run

N0 = f"{NODES}/n0"


class Acts:
    """NodeActions on a cluster of one node."""

    def __init__(self, **settings: Any) -> None:
        self.cluster = Cluster(nodes=1)
        given = PitstopSettings.model_validate({"cluster": "lab", **settings})
        self.nodes = NodeApi(self.cluster.api, given.unhealthy_conditions(), given.group_labels)
        self.actions = NodeActions(self.nodes, self.cluster.cloud.means(), given, self.cluster.clock)

    @property
    def node(self) -> Node:
        return self.nodes.read(self.cluster.node())

    async def cordon(self, condition: str = "KernelDeadlock") -> Node:
        self.cluster.report(condition=condition)
        node = self.node
        return await self.actions.do(Action(Step.CORDON, "n0", "why", NOON, node.unhealthy[0]), node)

    async def drained(self, condition: str = "KernelDeadlock") -> Node:
        return await self.actions.mark(await self.cordon(condition), Phase.DRAINED, "empty")

    async def remedy(self, name: str, node: Node) -> Outcome:
        _, outcome = await self.actions.try_remedy(remedy_named(name), "why", node)
        return outcome

    def annotations(self) -> dict[str, str]:
        found: dict[str, str] = self.cluster.node()["metadata"]["annotations"]
        return found


def test_a_cordon_writes_what_was_done_and_why() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.cordon()
        assert node.unschedulable
        assert node.record is not None
        assert (node.record.phase, node.record.fault, node.record.cordoned) == (
            "Cordoned",
            "KernelDeadlock=True,1m",
            NOON,
        )
        assert acts.annotations()["pitstop/reason"] == "Cordoned: why"

    run(work())


def test_a_node_that_is_not_what_was_decided_on_is_left_alone_and_told_as_it_is() -> None:
    async def work() -> None:
        acts = Acts()
        acts.cluster.report()
        before = acts.node
        acts.cluster.report(status="False")
        with pytest.raises(ChangedError) as changed:
            await acts.actions.do(Action(Step.CORDON, "n0", "why", NOON, before.unhealthy[0]), before)
        assert changed.value.node is not None
        assert changed.value.node.unhealthy == ()
        assert acts.cluster.api.changes(N0) == []

    run(work())


def test_a_node_that_changes_between_the_look_and_the_patch_is_left_as_it_is() -> None:
    async def work() -> None:
        acts = Acts()
        acts.cluster.report()
        before = acts.node
        item = await acts.nodes.still(before)
        acts.cluster.api.change(N0, {"metadata": {"labels": {"new": "one"}}})
        with pytest.raises(ChangedError) as changed:
            await acts.nodes.patch(
                "n0", {"metadata": {"resourceVersion": item["metadata"]["resourceVersion"]}}
            )
        assert changed.value.node == acts.node

    run(work())


def test_a_node_that_is_gone_is_told_so() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        acts.cluster.api.remove(N0)
        with pytest.raises(ChangedError) as changed:
            await acts.remedy("reboot", node)
        assert changed.value.node is None
        assert await acts.actions.look("n0") is None

    run(work())


def test_a_node_that_is_taken_back_keeps_nothing_of_pitstop_but_the_times_of_remedies() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        await acts.remedy("reboot", node)
        taint = {"key": "node.kubernetes.io/out-of-service", "value": "nodeshutdown", "effect": "NoExecute"}
        other = {"key": "own", "effect": "NoSchedule"}
        acts.cluster.api.change(N0, {"spec": {"taints": [taint, other]}})
        node = await acts.actions.do(Action(Step.UNCORDON, "n0", "well", NOON), acts.node)
        assert (node.record, node.unschedulable) == (None, False)
        assert acts.annotations().keys() == {"pitstop/rebooted"}
        assert acts.cluster.node()["spec"]["taints"] == [other]
        assert node.last_tried("reboot") == NOON

    run(work())


def test_a_reboot_is_written_before_it_is_asked_for() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        assert await acts.remedy("reboot", node) == Outcome("Rebooting")
        assert (acts.cluster.cloud.reasons, acts.cluster.reason()) == (["Rebooting: why"], "Rebooting: why")

    run(work())


def test_a_reboot_that_cannot_be_written_is_not_asked_for() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        acts.cluster.api.fail("PATCH", "/nodes/n0", AwayError("no answer"), carried_out=True)
        with pytest.raises(AwayError):
            await acts.remedy("reboot", node)
        assert acts.cluster.cloud.calls == []
        assert acts.node.last_tried("reboot") == NOON

    run(work())


def test_a_replacement_is_asked_for_before_it_is_written() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        assert await acts.remedy("autoScaling", node) == Outcome("Replacing")
        assert (acts.cluster.cloud.reasons, acts.cluster.reason()) == (["Drained: empty"], "Replacing: why")

    run(work())


def test_a_replacement_that_aws_refuses_is_not_written() -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        acts.cluster.cloud.refusal = "no tag"
        with pytest.raises(CloudError, match="no tag"):
            await acts.remedy("autoScaling", node)
        assert acts.cluster.reason() == "Drained: empty"

    run(work())


@pytest.mark.parametrize("name", ["owner", "deleteNode"])
def test_a_node_that_a_finalizer_holds_is_marked_and_one_that_is_gone_is_told_so(name: str) -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        acts.cluster.api.change(N0, {"metadata": {"finalizers": ["karpenter.sh/termination"]}})
        assert await acts.remedy(name, node) == Outcome("Replacing")
        assert acts.node.leaving
        assert acts.cluster.reason() == "Replacing: why"
        free = Acts()
        node = await free.drained()
        with pytest.raises(ChangedError) as changed:
            await free.remedy(name, node)
        assert changed.value.node is None
        assert not free.cluster.api.has(N0)

    run(work())


def test_a_restart_that_is_no_help_leaves_the_node_where_it_was_but_for_the_time_of_the_try() -> None:
    async def work() -> None:
        acts = Acts(restart={"enabled": True})
        node = await acts.cordon("KubeletUnhealthy")
        await passes(30)
        acts.cluster.cloud.answers = [CommandResult(False, "no agent")]
        assert await acts.remedy("restartService", node) == Outcome(None, "no agent")
        assert acts.node.record == node.record
        assert acts.node.last_tried("restartService") == NOON + 30
        assert acts.cluster.reason() == "Cordoned: why; no agent"

    run(work())


def test_a_restart_that_worked_is_waited_for_from_its_beginning() -> None:
    async def work() -> None:
        acts = Acts(restart={"enabled": True})
        node = await acts.cordon("KubeletUnhealthy")
        acts.cluster.cloud.answers = [CommandResult(True, "")]
        assert await acts.remedy("restartService", node) == Outcome("RestartingService", "kubelet restarted")
        assert node.record is not None
        assert acts.node.record == replace(node.record, phase="RestartingService")

    run(work())


@pytest.mark.parametrize(
    ("answer", "phase"),
    [
        (Answer(AnswerStatus.ACCEPTED, ""), "WebhookAccepted"),
        (Answer(AnswerStatus.DONE, ""), "WebhookDone"),
        (Answer(AnswerStatus.REFUSED, ""), "Drained"),
        (WebhookError("away"), "Drained"),
    ],
)
def test_a_webhooks_answer_stands_on_the_node(answer: object, phase: str) -> None:
    async def work() -> None:
        acts = Acts()
        node = await acts.drained()
        acts.cluster.cloud.answers = [answer]
        await acts.remedy("webhook", node)
        assert acts.node.record is not None
        assert (acts.node.record.phase, acts.node.last_tried("webhook")) == (phase, NOON)

    run(work())


@pytest.mark.parametrize(
    ("how", "off", "ready", "freed"),
    [
        ("confirmed", True, "Unknown", True),
        ("confirmed", False, "Unknown", False),
        ("assumed", False, "Unknown", True),
        ("never", True, "Unknown", False),
        ("assumed", True, "False", False),
    ],
)
def test_pods_are_freed_only_where_nothing_can_write_any_more(
    how: str, ready: str, *, off: bool, freed: bool
) -> None:
    async def work() -> None:
        acts = Acts(drain={"outOfService": how})
        acts.cluster.report(condition="Ready", status=ready)
        if off:
            acts.cluster.cloud.off.add("n0")
        assert await acts.actions.free_pods(acts.node) is freed
        assert bool(acts.cluster.node()["spec"].get("taints")) is freed
        assert await acts.actions.free_pods(acts.node) is False

    run(work())
