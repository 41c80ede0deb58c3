from __future__ import annotations

import asyncio
from typing import Any

from pitstop.config import PitstopSettings
from pitstop.model import Action, Phase, Step
from pitstop.shell.api import AwayError, RefusedError
from pitstop.shell.drainer import Drainer
from pitstop.shell.metrics import Metrics
from pitstop.shell.node_actions import NodeActions
from pitstop.shell.node_api import NodeApi
from pitstop.shell.nodes import NodeMirror
from pitstop.shell.pods import PodIndex
from pitstop.shell.reporter import Reporter
from pitstop.shell.runner import ActionRunner
from tests.unit.pitstop.fleets import NOON
from tests.unit.pitstop.shell.clusters import NODES, Cluster, passes
from tests.unit.pitstop.virtual_time import run

N0 = f"{NODES}/n0"


class Work:
    """A runner on a cluster of three nodes, whose mirror is told of every change."""

    def __init__(self, **settings: Any) -> None:
        self.cluster = Cluster(nodes=3)
        api, clock, self.metrics = self.cluster.api, self.cluster.clock, Metrics()
        given = PitstopSettings.model_validate({"cluster": "lab", **settings})
        wanted, labels = given.unhealthy_conditions(), given.group_labels
        self.nodes = NodeMirror(wanted, labels, lambda: None, clock)
        self.pods = PodIndex(lambda: None)
        self.reporter = Reporter(api, self.metrics, "p0", clock)
        actions = NodeActions(NodeApi(api, wanted, labels), self.cluster.cloud.means(), given, clock)
        drainer = Drainer(api, self.pods, given.drain, self.metrics, clock)
        self.runner = ActionRunner(
            self.nodes, actions, drainer, reporter=self.reporter, metrics=self.metrics, clock=clock
        )
        self.posting = asyncio.create_task(self.reporter.run())
        self.look()

    def look(self) -> None:
        self.nodes.replace([self.cluster.node(f"n{number}") for number in range(3) if self.has(number)])

    def has(self, number: int) -> bool:
        return self.cluster.api.has(f"{NODES}/n{number}")

    async def cordon(self, name: str = "n0") -> None:
        self.cluster.report(name)
        self.look()
        fault = self.nodes.fleet.nodes[name].unhealthy[0]
        await self.runner.start([Action(Step.CORDON, name, "why", NOON, fault)])

    async def mark(self, phase: str) -> None:
        """Stand as if n0 had come to ``phase``."""
        await self.cordon()
        text = self.cluster.node()["metadata"]["annotations"]["pitstop/record"]
        changed = {"pitstop/record": text.replace("Cordoned", phase)}
        self.cluster.api.change(N0, {"metadata": {"annotations": changed}})
        self.look()

    def counted(self, step: str, result: str) -> float | None:
        return self.metrics.registry.get_sample_value(
            "pitstop_actions_total", {"step": step, "result": result}
        )


def test_steps_that_the_caps_count_are_done_when_it_returns_and_slow_ones_are_not() -> None:
    async def work() -> None:
        at = Work()
        await at.cordon()
        assert at.nodes.fleet.nodes["n0"].unschedulable
        assert at.runner.held() == set()
        await at.mark("Drained")
        await at.runner.start([Action("Replace", "n0", "why", NOON, remedy="autoScaling")])
        assert at.runner.held() == {"n0"}
        await passes(1)
        assert at.runner.held() == set()
        assert at.cluster.events()[-1] == "ReplacementRequested"

    run(work())


def test_a_step_that_fails_is_told_and_its_node_rests_twice_as_long_each_time_up_to_five_minutes() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.api.fail("PATCH", "/nodes/n0", RefusedError(403, "no right"), times=12)
        rests = []
        for _ in range(11):
            await at.cordon()
            began = at.cluster.clock.monotonic()
            while at.runner.held():
                await passes(0.5)
            rests.append(at.cluster.clock.monotonic() - began)
        assert rests == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 300.0, 300.0]
        assert at.counted("Cordon", "failed") == 11
        assert at.cluster.told("CordonFailed")[1] == "Cordon failed and is tried again in 2s: 403: no right"

    run(work())


def test_a_step_that_works_again_has_no_rest() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.api.fail("PATCH", "/nodes/n0", RefusedError(403, "no right"))
        await at.cordon()
        assert at.runner.held() == {"n0"}
        await passes(2)
        await at.cordon()
        assert at.runner.held() == set()
        assert (at.counted("Cordon", "done"), at.counted("Cordon", "failed")) == (1, 1)

    run(work())


def test_another_node_does_not_wait_for_one_that_fails() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.api.fail("PATCH", "/nodes/n0", RefusedError(403, "no right"))
        await at.cordon("n0")
        await at.cordon("n1")
        assert at.nodes.fleet.nodes["n1"].unschedulable
        assert at.runner.held() == {"n0"}

    run(work())


def test_what_was_not_answered_is_looked_at_until_it_is_known() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.api.fail("PATCH", "/nodes/n0", AwayError("no answer"), carried_out=True)
        at.cluster.api.fail("GET", "/nodes/n0", AwayError("no answer"), times=3, skip=1)
        await at.cordon()
        assert at.cluster.clock.monotonic() == 3.0
        assert at.nodes.fleet.nodes["n0"].unschedulable
        assert at.counted("Cordon", "failed") == 1

    run(work())


def test_a_node_that_changed_is_known_as_it_is_and_nothing_is_told() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.report()
        at.look()
        fault = at.nodes.fleet.nodes["n0"].unhealthy[0]
        at.cluster.report(status="False")
        await at.runner.start([Action(Step.CORDON, "n0", "why", NOON, fault)])
        assert at.nodes.fleet.nodes["n0"].unhealthy == ()
        assert (at.counted("Cordon", "failed"), at.runner.held()) == (0, set())

    run(work())


def test_a_node_that_goes_while_it_is_replaced_was_replaced() -> None:
    async def work() -> None:
        at = Work()
        await at.mark("Drained")
        await at.runner.start([Action("Replace", "n0", "why", NOON, remedy="deleteNode")])
        await passes(1)
        assert "n0" not in at.nodes.fleet.nodes
        assert at.cluster.told("ReplacementRequested") == ["why"]
        assert at.counted("Replace", "done") == 1

    run(work())


def test_a_node_that_goes_while_it_is_rebooted_was_not_rebooted() -> None:
    async def work() -> None:
        at = Work()
        await at.mark("Drained")
        at.cluster.api.remove(N0)
        await at.runner.start([Action("Reboot", "n0", "why", NOON, remedy="reboot")])
        await passes(1)
        assert "n0" not in at.nodes.fleet.nodes
        assert at.cluster.told("Rebooting") == []
        assert at.cluster.cloud.calls == []

    run(work())


def test_a_drain_that_ends_is_written_told_and_measured() -> None:
    async def work() -> None:
        at = Work()
        await at.mark("Draining")
        await passes(90)
        await at.runner.start([Action(Step.EVICT, "n0", "why", NOON)])
        await passes(1)
        record = at.nodes.fleet.nodes["n0"].record
        assert record is not None
        assert record.phase == Phase.DRAINED
        assert at.cluster.told("Drained") == ["every pod has moved, after 1m30s"]
        assert at.metrics.registry.get_sample_value("pitstop_step_seconds_sum", {"step": "drain"}) == 90.0

    run(work())


def test_what_the_node_shows_is_not_worth_a_failure() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.api.fail("PATCH", "/nodes/n0/status", RefusedError(403, "no right"))
        await at.cordon()
        await passes(1)
        assert (at.counted("Cordon", "done"), at.counted("Cordon", "failed")) == (1, 0)

    run(work())


def test_a_runner_that_is_stopped_lets_go_of_everything() -> None:
    async def work() -> None:
        at = Work()
        at.cluster.api.fail("PATCH", "/nodes/n0", AwayError("no answer"))
        at.cluster.api.fail("GET", "/nodes/n0", AwayError("no answer"), times=1000, skip=1)
        starting = asyncio.create_task(at.cordon())
        await passes(5)
        assert not starting.done()
        await at.runner.stop()
        await asyncio.gather(starting, return_exceptions=True)
        asked = len(at.cluster.api.requests)
        await passes(60)
        assert len(at.cluster.api.requests) == asked

    run(work())
