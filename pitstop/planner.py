"""The planner: from what is known to what is done now, and what is not and why. Pure; judged on every tick.

The order of a tick: count, move the breakers, go on with what has begun, then begin anew. What has begun goes
first because finishing it brings capacity back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from pitstop import guards
from pitstop.conditions import UnhealthyMatch
from pitstop.durations import format_duration
from pitstop.fleet import Fleet, count_fleet
from pitstop.limits import Limits
from pitstop.model import Action, Node, Phase, Plan, Reason, Record, Refusal, State, Step, Why
from pitstop.pods import Pods
from pitstop.remedies.escalation import next_remedy, remedy_of
from pitstop.remedies.remedy import Remedy
from pitstop.remedies.replacement import REPLACE
from pitstop.settings import PlannerSettings


def plan(
    fleet: Fleet,
    pods: Pods,
    settings: PlannerSettings,
    state: State,
    now: float,
    *,
    paused: str | None = None,
    held: Container[str] = (),
) -> Plan:
    """Decide. ``now`` is in seconds since the epoch; ``paused`` is the reason of a pause, or None.

    ``held`` are nodes whose last step is still being done, or has failed a moment ago: they count, and wait.
    """
    counts = count_fleet(fleet, now, settings.guards.minimum_age)
    limits = Limits(fleet, counts, pods=pods, settings=settings, state=state, now=now)
    tick = _Tick(pods, settings, limits, now)
    sick = tick.sick(counts.unhealthy)
    if paused is None:
        for node in sorted(counts.recorded, key=_cordoned_first):
            if node.name not in held:
                tick.go_on(node)
        for node, fault in sick:
            if node.name not in held:
                tick.begin(node, fault)
    else:
        for node in counts.recorded:
            tick.refuse(Step.EVICT, node, (Why.PAUSED, paused))
        for node, _ in sick:
            tick.refuse(Step.CORDON, node, (Why.PAUSED, paused))
    return Plan(tuple(tick.actions), tuple(tick.refusals), limits.state(), tick.next_due)


class _Tick:
    """One run of the planner: the decisions so far."""

    def __init__(self, pods: Pods, settings: PlannerSettings, limits: Limits, now: float) -> None:
        self._pods = pods
        self._settings = settings
        self._limits = limits
        self._now = now
        self.actions: list[Action] = []
        self.refusals: list[Refusal] = []
        self.next_due: float | None = None

    def refuse(self, step: str, node: Node, reason: Reason) -> None:
        """Note that ``step`` is not done."""
        self.refusals.append(Refusal(step, node.name, *reason))

    def _act(self, step: Step, node: Node, record: Record, why: str) -> None:
        self.actions.append(Action(step, node.name, why, record.since))

    # What begins.

    def sick(self, unhealthy: Iterable[Node]) -> list[tuple[Node, UnhealthyMatch]]:
        """The nodes whose wait is over, longest due first. Tells of the rest, and notes when a wait ends."""
        sick = []
        for node in unhealthy:
            fault = guards.trusted_fault(node, self._settings.guards, self._now)
            if fault is not None:
                sick.append((node, fault))
                continue
            for match in node.unhealthy:
                self._look_at_idle(node, match)
        return sorted(sick, key=lambda pair: (pair[1].due, pair[0].name))

    def _look_at_idle(self, node: Node, match: UnhealthyMatch) -> None:
        if match.due > self._now:
            self.next_due = match.due if self.next_due is None else min(self.next_due, match.due)
        elif match.condition.alert_only:
            self.refuse(Step.CORDON, node, (Why.ALERT_ONLY, f"{match} is told and never acted on"))
        else:
            limit = format_duration(self._settings.guards.stale_after)
            self.refuse(Step.CORDON, node, (Why.STALE, f"{match} was not reported for {limit}"))

    def begin(self, node: Node, fault: UnhealthyMatch) -> None:
        """Cordon ``node`` for ``fault``, if nothing speaks against it."""
        refused = guards.start_refused(node, self._settings.guards, self._now) or self._limits.cordon_refused(
            node
        )
        if refused is not None:
            self.refuse(Step.CORDON, node, refused)
            return
        self._limits.count_cordon(node)
        lasted = format_duration(self._now - fault.since)
        why = f"{fault.condition.type} has been {fault.condition.status} for {lasted}"
        self.actions.append(Action(Step.CORDON, node.name, why, fault.due, fault))

    # What goes on.

    def go_on(self, node: Node) -> None:
        """The next step of a remedy that has begun."""
        record = node.record
        refused = guards.exempt(node)
        if record is None or refused is not None:
            if refused is not None:
                self.refuse(Step.EVICT, node, refused)
        elif not node.unschedulable:
            self._act(Step.FORGET, node, record, "somebody else uncordoned it; opt it out to keep it in use")
        elif record.phase != Phase.DRAINING and not node.leaving and self._take_back(node, record):
            self._act(Step.UNCORDON, node, record, "it has been healthy for long enough")
        else:
            self._next_step(node, record)

    def _next_step(self, node: Node, record: Record) -> None:
        match record.phase:
            case Phase.CORDONED | Phase.BLOCKED:
                self._start_drain(node, record)
            case Phase.DRAINING:
                self._keep_draining(node, record)
            case Phase.DRAINED:
                self._begin_remedies(node, record)
            case _:
                self._judge_remedy(node, record)

    def _take_back(self, node: Node, record: Record) -> bool:
        """Healthy for long enough. A drained node comes back only if it was not removed in time."""
        healthy_for = min(guards.healthy_for(node, self._now), self._now - record.since)
        if healthy_for < self._settings.uncordon_after:
            return False
        remedy = remedy_of(record.phase)
        awaits_removal = record.phase == Phase.DRAINED or (remedy is not None and remedy.removes_node)
        return not awaits_removal or self._overdue(record)

    def _overdue(self, record: Record) -> bool:
        return self._now - record.since >= self._settings.replace.timeout

    def _start_drain(self, node: Node, record: Record) -> None:
        fault = guards.trusted_fault(node, self._settings.guards, self._now)
        if fault is None:
            if node.unhealthy:
                self.refuse(Step.DRAIN, node, (Why.STALE, "no fault whose wait is over is being reported"))
            return
        remedy = None if record.phase == Phase.BLOCKED else self._next_remedy(node, before_drain=True)
        if remedy is not None:
            self._try(remedy, node, record, str(fault))
            return
        refused = self._resting(record) or self._limits.drain_refused(node)
        if refused is not None:
            self.refuse(Step.DRAIN, node, refused)
            return
        self._limits.count_drain(node, self._pods.moved_by_drain(node.name))
        self._act(Step.DRAIN, node, record, str(fault))

    def _resting(self, record: Record) -> Reason | None:
        wait = self._settings.drain.retry_blocked_after
        if record.phase == Phase.BLOCKED and self._now - record.since < wait:
            return (
                Why.BLOCKED,
                f"an eviction was refused too long; it is tried again {format_duration(wait)} later",
            )
        return None

    def _keep_draining(self, node: Node, record: Record) -> None:
        if guards.healthy_for(node, self._now) >= 0:
            self._act(Step.STOP_DRAIN, node, record, "the fault is gone")
            return
        refused = self._limits.evicting_refused(node)
        if refused is not None:
            self.refuse(Step.EVICT, node, refused)
        else:
            self._act(Step.EVICT, node, record, record.fault)

    def _begin_remedies(self, node: Node, record: Record) -> None:
        """A drained node: the first remedy that is wanted, unless others remove it."""
        if guards.healthy_for(node, self._now) >= 0:
            self.refuse(REPLACE, node, (Why.RECOVERED, "its fault went away after the drain"))
            return
        remedy = self._next_remedy(node, before_drain=False)
        if remedy is not None:
            self._try(remedy, node, record, record.fault)
        elif self._overdue(record):
            self.refuse(REPLACE, node, (Why.STUCK, "it is drained, and nobody has removed it"))

    def _judge_remedy(self, node: Node, record: Record) -> None:
        """A node on which a remedy was tried: when its time is over, the next one follows."""
        tried = remedy_of(record.phase)
        if tried is None or self._now - record.since < tried.timeout(record.phase, self._settings):
            return
        if tried.removes_node:
            self.refuse(REPLACE, node, (Why.STUCK, tried.no_help))
        elif guards.healthy_for(node, self._now) >= 0:
            return
        elif tried.before_drain:
            self._start_drain(node, record)
        else:
            self._escalate(tried, node, record)

    def _escalate(self, tried: Remedy, node: Node, record: Record) -> None:
        following = self._next_remedy(node, before_drain=False)
        if following is not None:
            self._try(following, node, record, tried.no_help)
        else:
            self.refuse(REPLACE, node, (Why.STUCK, f"{tried.no_help}, and replacing is left to others"))

    def _next_remedy(self, node: Node, *, before_drain: bool) -> Remedy | None:
        return next_remedy(node, self._settings, self._now, before_drain=before_drain)

    def _try(self, remedy: Remedy, node: Node, record: Record, why: str) -> None:
        refused = remedy.refused(node, self._limits)
        if refused is not None:
            self.refuse(remedy.step, node, refused)
        else:
            self.actions.append(Action(remedy.step, node.name, why, record.since, remedy=remedy.name))


def _cordoned_first(node: Node) -> tuple[float, str]:
    return (node.record.cordoned if node.record else 0.0, node.name)
