"""Control loop: look, decide, remember, do, tell. Runs in every replica; acts in the one that leads."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, replace

from pitstop.config import PitstopSettings
from pitstop.durations import format_duration
from pitstop.guards import exempt
from pitstop.model import Node, PendingReplacement, PendingReschedule, Phase, Plan, State
from pitstop.planner import plan
from pitstop.remedies.escalation import REMEDIES, REMEDY_PHASES
from pitstop.replacements import has_gone, on_the_way, pair
from pitstop.shell.api import AwayError, RefusedError
from pitstop.shell.clock import Clock
from pitstop.shell.lease import Lease
from pitstop.shell.metrics import Metrics
from pitstop.shell.nodes import NodeMirror
from pitstop.shell.pods import PodIndex
from pitstop.shell.reporter import Reporter
from pitstop.shell.runner import ActionRunner
from pitstop.shell.state_store import Pause, StateStore

_log = logging.getLogger(__name__)
_DEBOUNCE_SECONDS = 0.05
"""Seconds to let news gather before a look: a burst of changes is one look."""
_FREE_PODS_EVERY = 10.0
_PHASES = (*Phase, *REMEDY_PHASES)
_EMPTY = frozenset(
    {Phase.DRAINED, *(phase for remedy in REMEDIES if remedy.removes_node for phase in remedy.phases)}
)
"""Phases in which what is left on a dead node is given up."""


@dataclass(frozen=True)
class ClusterView:
    """What is known of the cluster: mirrors, kept up to date by informers."""

    nodes: NodeMirror
    pods: PodIndex
    pause: Pause


class Operator:
    """One replica's loop. ``beat`` is when it went round (monotonic): if that is long ago, it is stuck."""

    def __init__(
        self,
        settings: PitstopSettings,
        *,
        lease: Lease,
        store: StateStore,
        view: ClusterView,
        runner: ActionRunner,
        reporter: Reporter,
        metrics: Metrics,
        news: asyncio.Event,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._lease = lease
        self._store = store
        self._view = view
        self._runner = runner
        self._reporter = reporter
        self._metrics = metrics
        self._news = news
        self._clock = clock
        self._state: State | None = None
        self._next_due: float | None = None
        self._freed_at = float("-inf")
        self._cost = 0.0
        self.beat = self._clock.monotonic()

    async def run(self) -> None:
        """Never returns. The mirrors must be filled when it is called."""
        while True:
            self.beat = self._clock.monotonic()
            self._metrics.leading.set(self._lease.leading)
            if not self._lease.leading:
                self._state = None
                self._metrics.follow()
            else:
                try:
                    await self._look()
                except (RefusedError, AwayError) as error:
                    _log.warning(
                        "nothing is done before the state is known and written", extra={"error": str(error)}
                    )
            await self._wait()

    async def _wait(self) -> None:
        longest = self._settings.tick
        if self._next_due is not None:
            longest = min(longest, max(0.0, self._next_due - self._clock.wall()))
        try:
            async with asyncio.timeout(longest):
                await self._news.wait()
        except TimeoutError:
            return
        # In a storm of thousands, looking must not keep from listening.
        await self._clock.sleep(max(_DEBOUNCE_SECONDS, 2 * self._cost))
        self._news.clear()

    async def _look(self) -> None:
        """One tick. What is decided is remembered before it is done."""
        state = self._state if self._state is not None else await self._store.load()
        nodes, pause = self._view.nodes, self._view.pause
        state = replace(state, pending_replacements=self._match_replacements(state.pending_replacements))
        began = self._clock.monotonic()
        decided = plan(
            nodes.fleet,
            self._view.pods,
            self._settings,
            state,
            self._clock.wall(),
            paused=pause.reason,
            held=self._runner.held(),
        )
        self._cost = self._clock.monotonic() - began
        self._metrics.tick.observe(self._cost)
        self._next_due = decided.next_due
        if self._settings.dry_run:
            self._state = replace(state, breakers=decided.state.breakers)
        else:
            # What could not be written was not decided: else each try would count as one more drain.
            await self._store.save(decided.state)
            self._state = decided.state
        self._tell(decided, state)
        if self._lease.leading and not self._settings.dry_run:
            await self._runner.start(decided.actions)
            if pause.reason is None:
                self._free_pods_of_the_dead()

    def _tell(self, decided: Plan, before: State) -> None:
        self._reporter.plan(decided, dry_run=self._settings.dry_run)
        metrics = self._metrics
        metrics.paused.set(self._view.pause.reason is not None)
        metrics.last_tick.set(self._clock.wall())
        nodes = self._view.nodes.fleet.nodes
        metrics.pending_replacements.set(sum(has_gone(entry, nodes) for entry in before.pending_replacements))
        metrics.breakers.clear()
        for scope, breaker in decided.state.breakers.items():
            metrics.breakers.labels(scope.kind, scope.name).set(0.5 if breaker.half_open else 1.0)
        phases = Counter(node.record.phase for node in self._under_remediation() if node.record)
        for phase in _PHASES:
            metrics.under_remediation.labels(phase).set(phases[phase])
        unsettled = {entry.node for entry in decided.state.pending_reschedules}
        for entry in before.pending_reschedules:
            if entry.node not in unsettled:
                self._tell_settled(entry)

    def _tell_settled(self, entry: PendingReschedule) -> None:
        lasted = max(0.0, self._clock.wall() - entry.started)
        self._metrics.steps.labels("settle").observe(lasted)
        _log.info("moved pods are Ready", extra={"node": entry.node, "seconds": round(lasted, 1)})

    def _under_remediation(self) -> list[Node]:
        return [node for node in self._view.nodes.fleet.attention.values() if node.record is not None]

    def _free_pods_of_the_dead(self) -> None:
        if self._clock.monotonic() - self._freed_at < _FREE_PODS_EVERY:
            return
        self._freed_at = self._clock.monotonic()
        for node in self._under_remediation():
            drained = node.record is not None and node.record.phase in _EMPTY
            allowed = exempt(node) is None
            if drained and allowed and node.ready == "Unknown" and any(self._view.pods.to_move(node.name)):
                self._runner.free_pods(node)

    def _match_replacements(self, pending: tuple[PendingReplacement, ...]) -> tuple[PendingReplacement, ...]:
        """Pair nodes that went with nodes that came; returns the replacements that are still pending."""
        nodes = self._view.nodes
        pending = on_the_way(pending, nodes.fleet.nodes, self._under_remediation())
        if not pending:
            return pending
        arrivals = pair(pending, nodes.fleet.nodes, nodes.fresh, self._clock.wall())
        for entry, newcomer in arrivals.paired:
            del nodes.fresh[newcomer.name]
            now = self._clock.wall()
            self._metrics.steps.labels("replace").observe(max(0.0, now - entry.asked))
            self._metrics.steps.labels("repair").observe(max(0.0, now - entry.fault_since))
            lasted = format_duration(now - entry.fault_since)
            told = f"it replaces {entry.node}, whose fault began {lasted} ago"
            self._reporter.event(newcomer.name, "Replaced", told)
        for entry in arrivals.given_up:
            told = f"no new node of group {entry.group} became Ready in its place"
            self._reporter.event(entry.node, "ReplacementMissing", told, warning=True)
        return arrivals.pending
