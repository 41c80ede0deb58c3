"""Small fleets for the planner's tests. Time 0 of a test is NOON; nodes are an hour old by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pitstop.conditions import NodeCondition, UnhealthyConditions
from pitstop.fleet import Fleet
from pitstop.model import Node, Plan, Record, ReplicaCount, State
from pitstop.planner import plan
from pitstop.settings import PlannerSettings

NOON = 1_700_000_000.0
MINUTE = 60.0
HOUR = 3600.0

DEFAULTS = PlannerSettings()


def node(name: str = "n0", group: str = "workers", zone: str = "a", **changes: Any) -> Node:
    """A healthy node, an hour old at NOON."""
    return replace(Node(name=name, group=group, zone=zone, created=NOON - HOUR), **changes)


def sick(
    name: str = "n0",
    condition: str = "KernelDeadlock",
    status: str = "True",
    *,
    since: float = NOON,
    heartbeat: float | None = None,
    wanted: UnhealthyConditions | None = None,
    **changes: Any,
) -> Node:
    """A node that reports one bad condition beside what a healthy one does."""
    conditions = [NodeCondition(condition, status, since, heartbeat)]
    if condition != "Ready":
        conditions.append(NodeCondition("Ready", "True", NOON - HOUR, NOON))
    evaluation = (wanted or DEFAULTS.unhealthy_conditions()).evaluate(conditions)
    return node(
        name,
        ready=evaluation.ready,
        unhealthy=evaluation.unhealthy,
        quiet_since=evaluation.quiet_since,
        **changes,
    )


def healthy(count: int, prefix: str = "h", group: str = "workers", zone: str = "a") -> list[Node]:
    return [node(f"{prefix}{index}", group, zone) for index in range(count)]


def worked_on(patient: Node, phase: str, since: float = NOON) -> Node:
    """``patient`` under remediation by pitstop."""
    record = Record(phase, since, NOON, "KernelDeadlock=True,1m", NOON)
    return replace(patient, unschedulable=True, record=record)


@dataclass
class CountedPods:
    """Pods by owner, and what a drain of each node would move."""

    counts: dict[str, ReplicaCount] = field(default_factory=dict)
    moved: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    def replica_counts(self) -> Mapping[str, ReplicaCount]:
        return self.counts

    def moved_by_drain(self, node: str) -> tuple[tuple[str, int], ...]:
        return self.moved.get(node, ())


def decide(
    *nodes: Node,
    now: float = NOON + 2 * MINUTE,
    settings: PlannerSettings = DEFAULTS,
    state: State | None = None,
    pods: CountedPods | None = None,
    paused: str | None = None,
) -> Plan:
    return plan(Fleet(nodes), pods or CountedPods(), settings, state or State(), now, paused=paused)


def steps(decided: Plan) -> list[tuple[str, str]]:
    return [(str(action.step), action.node) for action in decided.actions]


def refusals(decided: Plan) -> list[tuple[str, str, str]]:
    return [(str(refusal.step), refusal.node, refusal.why.value) for refusal in decided.refusals]
