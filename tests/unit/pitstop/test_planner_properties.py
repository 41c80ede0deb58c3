"""Whatever happens to a cluster, in whatever order, the planner's promises hold.

A small world does what the planner says. Faults, recoveries, ticks, restarts (its state is written and read
back, or an action is lost on the way), clock jumps, and people with kubectl come in any order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from pitstop.caps import cordon_cap
from pitstop.conditions import NodeCondition
from pitstop.fleet import Fleet, count_fleet
from pitstop.model import Action, Node, Phase, Plan, Record, ReplicaCount, State, Step
from pitstop.planner import plan
from pitstop.remedies.escalation import REMEDIES, remedy_named, remedy_of
from pitstop.remedies.remedy import Remedy
from pitstop.settings import PlannerSettings
from tests.unit.pitstop.fleets import CountedPods

START = 1_700_000_000.0
MINUTE = 60.0
HOUR = 3600.0
GROUPS = ("red", "blue")
ZONES = ("a", "b", "c")
WANTED = PlannerSettings().unhealthy_conditions()
TAKES_CAPACITY = {
    Step.CORDON,
    Step.DRAIN,
    Step.EVICT,
    *(remedy.step for remedy in REMEDIES if not remedy.removes_node),
}
FAULTS = (
    "KernelDeadlock=True",
    "KernelDeadlock=True",
    "Ready=Unknown",
    "KernelReady=False",
    "DiskPressure=True",
)
CURES = {"KernelDeadlock": "False", "Ready": "True", "KernelReady": "True", "DiskPressure": "False"}


NUMBERS = st.lists(st.integers(0, 11) | st.integers(0, 119), min_size=1, max_size=2)


class World(RuleBasedStateMachine):
    """Up to 120 nodes in two groups and three zones: every fifth opted out, every third Karpenter's, one of
    the control plane."""

    @initialize(
        size=st.sampled_from([3, 12, 40, 120]),
        strategy=st.sampled_from(["autoScaling", "leave", "deleteNode", "owner"]),
        reboot=st.booleans(),
        restart=st.booleans(),
        webhook=st.booleans(),
        no_help=st.booleans(),
        drains_per_group=st.integers(1, 2),
        share=st.sampled_from([0.2, 0.5]),
    )
    def found(
        self,
        size: int,
        strategy: str,
        *,
        reboot: bool,
        restart: bool,
        webhook: bool,
        no_help: bool,
        drains_per_group: int,
        share: float,
    ) -> None:
        self.now = START
        self.no_help = no_help
        self.settings = PlannerSettings.model_validate(
            {
                "replace": {"strategy": strategy},
                "reboot": {"enabled": reboot},
                "restart": {"enabled": restart, "services": {"KernelReady": "kubelet", "Ready": "kubelet"}},
                "webhook": {"url": "https://repair.example.com" if webhook else ""},
                "breaker": {"groupShare": share, "clusterShare": share},
                "caps": {"drainsPerGroup": drains_per_group, "drainsPerHour": 3},
            }
        )
        self.conditions: dict[str, dict[str, NodeCondition]] = {}
        self.nodes: dict[str, Node] = {}
        self.state = State()
        self.pods = CountedPods()
        self.paused: str | None = None
        self.cordoned_by_people: set[str] = set()
        self.born = 0
        for index in range(size):
            self.join(GROUPS[index % 2], ZONES[index % 3], created=START - HOUR)
        names = list(self.nodes)
        for name in names[::3]:
            self.nodes[name] = replace(self.nodes[name], karpenter=True)
        for name in names[::5]:
            self.nodes[name] = replace(self.nodes[name], opted_out=True)
        self.nodes[names[1]] = replace(self.nodes[names[1]], control_plane=True, group="")

    def join(self, group: str, zone: str, created: float) -> None:
        name = f"n{self.born}"
        self.born += 1
        self.conditions[name] = {"Ready": NodeCondition("Ready", "True", created, None)}
        self.nodes[name] = Node(name, group, zone, created)
        self.evaluate(name)

    def evaluate(self, name: str) -> None:
        evaluation = WANTED.evaluate(self.conditions[name].values())
        self.nodes[name] = replace(
            self.nodes[name],
            unhealthy=evaluation.unhealthy,
            ready=evaluation.ready,
            quiet_since=evaluation.quiet_since,
        )

    def pick(self, number: int) -> str:
        names = sorted(self.nodes)
        return names[number % len(names)]

    # What happens.

    @rule(numbers=NUMBERS, fault=st.sampled_from(FAULTS), storm=st.sampled_from([False] * 5 + [True]))
    def fault(self, numbers: list[int], fault: str, *, storm: bool) -> None:
        """One node or two fall sick; in a storm, every third."""
        self.fall_sick(list(range(0, 120, 3)) if storm else numbers, fault)

    def fall_sick(self, numbers: list[int], fault: str) -> None:
        kind, status = fault.split("=")
        for number in numbers:
            name = self.pick(number)
            self.conditions[name][kind] = NodeCondition(kind, status, self.now, None)
            self.evaluate(name)

    @rule(everyone=st.sampled_from([False] * 3 + [True]), numbers=NUMBERS)
    def recovery(self, numbers: list[int], *, everyone: bool) -> None:
        for name in list(self.nodes) if everyone else {self.pick(number) for number in numbers}:
            self.get_well(name)

    def get_well(self, name: str) -> None:
        for kind in self.conditions[name]:
            if self.conditions[name][kind].status != CURES[kind]:
                self.conditions[name][kind] = NodeCondition(kind, CURES[kind], self.now, None)
        self.evaluate(name)

    @rule(seconds=st.sampled_from([-HOUR, -5 * MINUTE, 2 * HOUR]))
    def clock_jumps(self, seconds: float) -> None:
        self.now += seconds

    @rule(
        number=st.integers(0, 119),
        what=st.sampled_from(["cordon", "uncordon", "pause", "go on", "go on", "opt out"]),
    )
    def somebody_comes(self, number: int, what: str) -> None:
        name = self.pick(number)
        node = self.nodes[name]
        if what == "cordon" and node.record is None:
            self.nodes[name] = replace(node, unschedulable=True)
            self.cordoned_by_people.add(name)
        elif what == "uncordon":
            self.nodes[name] = replace(node, unschedulable=False)
            self.cordoned_by_people.discard(name)
        elif what == "opt out":
            self.nodes[name] = replace(node, opted_out=True)
        elif what in {"pause", "go on"}:
            self.paused = "by a person" if what == "pause" else None

    @rule(ready=st.integers(0, 3))
    def pods_move(self, ready: int) -> None:
        self.pods = CountedPods({"web": ReplicaCount(ready, 3)}, dict.fromkeys(self.nodes, (("web", 3),)))

    @rule(number=st.integers(0, 119), ends=st.sampled_from([Phase.DRAINED, Phase.BLOCKED]))
    def a_drain_ends(self, number: int, ends: Phase) -> None:
        draining = sorted(name for name, node in self.nodes.items() if phase_of(node) == Phase.DRAINING)
        if draining:
            self.mark(draining[number % len(draining)], ends)

    @rule(
        faults=NUMBERS | st.just([]),
        seconds=st.sampled_from([1.0, 30.0, 90.0, 300.0]),
        ticks=st.integers(5, 20),
        finishes=st.booleans(),
    )
    def time_passes(self, faults: list[int], seconds: float, ticks: int, *, finishes: bool) -> None:
        """Ticks go by; what was begun comes to its end in time, or does not."""
        self.fall_sick(faults, "KernelDeadlock=True")
        for _ in range(ticks):
            self.tick(seconds)
            if finishes:
                self.finish()

    def finish(self) -> None:
        for name, node in list(self.nodes.items()):
            if phase_of(node) == Phase.DRAINING:
                self.mark(name, Phase.DRAINED)
            elif phase_of(node) == "Replacing":
                del self.nodes[name]
                self.join(node.group, node.zone, created=self.now)

    @rule(done=st.integers(0, 2))
    def pitstop_is_killed_in_a_tick(self, done: int) -> None:
        """Its state is written first; only ``done`` of its actions are."""
        self.tick(1.0, done)

    def tick(self, seconds: float, done: int = 100) -> None:
        self.now += seconds
        fleet = Fleet(self.nodes.values())
        decided = plan(fleet, self.pods, self.settings, self.state, self.now, paused=self.paused)
        self.check(fleet, decided)
        self.state = decided.state
        for action in decided.actions[:done]:
            self.do(action)

    def do(self, action: Action) -> None:
        name = action.node
        if action.remedy is not None:
            self.try_remedy(name, remedy_named(action.remedy))
            return
        match action.step:
            case Step.CORDON:
                record = Record(Phase.CORDONED, self.now, self.now, "fault", self.now)
                self.nodes[name] = replace(self.nodes[name], unschedulable=True, record=record)
            case Step.UNCORDON | Step.FORGET:
                self.nodes[name] = replace(self.nodes[name], unschedulable=False, record=None)
            case Step.DRAIN:
                self.mark(name, Phase.DRAINING)
            case Step.STOP_DRAIN:
                self.mark(name, Phase.CORDONED)
            case Step.EVICT:
                pass

    def try_remedy(self, name: str, remedy: Remedy) -> None:
        node = self.nodes[name]
        if remedy.annotation is not None:
            before = tuple(entry for entry in node.tried if entry[0] != remedy.name)
            self.nodes[name] = replace(node, tried=(*before, (remedy.name, self.now)))
        if remedy.removes_node or not self.no_help:
            self.mark(name, remedy.phases[-1])

    def mark(self, name: str, phase: str) -> None:
        record = self.nodes[name].record
        assert record is not None
        self.nodes[name] = replace(self.nodes[name], record=replace(record, phase=phase, since=self.now))

    # What is promised.

    def check(self, fleet: Fleet, decided: Plan) -> None:
        for action in decided.actions:
            self.check_action(fleet.nodes[action.node], action, decided)
        self.check_cordon_cap(fleet, decided)
        self.check_drain_caps(decided)
        if self.paused is not None:
            assert decided.actions == ()

    def check_action(self, node: Node, action: Action, decided: Plan) -> None:
        assert not node.opted_out
        assert not node.control_plane
        assert node.name not in self.cordoned_by_people
        if node.karpenter:
            assert action.step != "Reboot"
            if action.step == "Replace":
                assert self.settings.replace.strategy in {"deleteNode", "owner"}
        if action.remedy is not None:
            self.check_escalation(node, remedy_named(action.remedy))
        if action.step == Step.CORDON:
            assert node.record is None
            assert self.now - node.created >= 10 * MINUTE
        if action.step in TAKES_CAPACITY | {"Replace"}:
            assert node.unhealthy, "only a node with a fault is worked on"
        if action.step in TAKES_CAPACITY:
            for scope, breaker in decided.state.breakers.items():
                inside = scope.name in {"", node.group if scope.kind == "group" else node.zone}
                assert breaker.half_open or not inside, "nothing is taken away under an open breaker"

    def check_escalation(self, node: Node, remedy: Remedy) -> None:
        assert node.record is not None
        current = remedy_of(node.record.phase)
        if current is not None:
            assert REMEDIES.index(remedy) > REMEDIES.index(current), "no remedy is followed by a gentler one"
            assert not current.removes_node
        undrained = node.record.phase == Phase.CORDONED or (current is not None and current.before_drain)
        assert remedy.before_drain is undrained

    def check_cordon_cap(self, fleet: Fleet, decided: Plan) -> None:
        new = [fleet.nodes[action.node] for action in decided.actions if action.step == Step.CORDON]
        before = count_fleet(fleet, self.now, 10 * MINUTE).cordoned
        for group, count in Counter(node.group for node in new).items():
            assert before.groups[group] + count <= cordon_cap(0.1, fleet.totals.groups[group])
        assert not new or before.cluster + len(new) <= cordon_cap(0.1, fleet.totals.cluster)

    def check_drain_caps(self, decided: Plan) -> None:
        started = [self.nodes[a.node].group for a in decided.actions if a.step is Step.DRAIN]
        draining = Counter(node.group for node in self.nodes.values() if phase_of(node) == Phase.DRAINING)
        for group, count in Counter(started).items():
            assert draining[group] + count <= self.settings.caps.drains_per_group
            assert len(decided.state.starts[group]) <= 3

    def teardown(self) -> None:
        """No healthy node stays cordoned for ever.

        Cure everything, let two hours pass in peace: what pitstop cordoned is back in service.
        A clock that was set back has to catch up with what is written on the nodes first.
        """
        if not getattr(self, "nodes", None):
            return
        cured = Fleet(
            replace(node, unhealthy=(), ready="True", quiet_since=min(node.quiet_since, self.now))
            for node in self.nodes.values()
            if phase_of(node) != "Replacing"
        )
        written = [node.record.since for node in self.nodes.values() if node.record]
        state, now = self.state, max([self.now, *written])
        for _ in range(150):
            now += MINUTE
            decided = plan(cured, self.pods, self.settings, state, now)
            state = decided.state
            for action in decided.actions:
                node = cured.nodes[action.node]
                if action.step == Step.STOP_DRAIN and node.record is not None:
                    cured.put(replace(node, record=replace(node.record, phase=Phase.CORDONED, since=now)))
                else:
                    assert action.step in {Step.UNCORDON, Step.FORGET}
                    cured.put(replace(node, unschedulable=False, record=None))
        ours = [node for node in cured.nodes.values() if node.record is not None]
        assert [node.name for node in ours if not node.opted_out and not node.control_plane] == []


def phase_of(node: Node) -> str | None:
    return node.record.phase if node.record else None


TestWorld = World.TestCase
TestWorld.settings = hypothesis_settings(max_examples=100, stateful_step_count=25, deadline=None)
