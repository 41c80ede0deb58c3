"""The limits of one tick: breakers and caps together, counted down as the planner decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from pitstop import breaker, caps
from pitstop.durations import format_duration
from pitstop.fleet import Fleet, FleetCounts
from pitstop.model import Node, PendingReschedule, Phase, Reason, Scope, State, Why
from pitstop.pods import Pods
from pitstop.settings import PlannerSettings
from pitstop.spacing import unsettled
from pitstop.windows import is_open


class Limits:
    """What may still be taken off the road now."""

    def __init__(
        self,
        fleet: Fleet,
        counts: FleetCounts,
        *,
        pods: Pods,
        settings: PlannerSettings,
        state: State,
        now: float,
    ) -> None:
        self._counts = counts
        self._fleet = fleet
        self._before = state
        self._settings = settings
        self._now = now
        self._breakers = breaker.advance_all(state.breakers, fleet, self._counts, settings.breaker, now)
        # In a storm thousands of nodes ask the same.
        self._open: dict[tuple[str, str], Reason | None] = {}
        self._starts = caps.recent_by_group(state.starts, now)
        draining = {
            node.name: node.group
            for node in self._counts.recorded
            if node.record and node.record.phase == Phase.DRAINING
        }
        found = unsettled(state, pods.replica_counts(), draining.keys(), settings.drain, now)
        self._pending_reschedules = {entry.node: entry for entry in found}
        # Drains hold a place in their group also where nothing is remembered of them.
        self._places = draining | {entry.node: entry.group for entry in found}
        self._taken = Counter(self._places.values())
        self._window_open = is_open(settings.windows, now)

    def state(self) -> State:
        """What to remember after this tick."""
        return replace(
            self._before,
            breakers=self._breakers,
            starts=self._starts,
            pending_reschedules=tuple(self._pending_reschedules.values()),
        )

    def count_cordon(self, node: Node) -> None:
        """``node`` is being cordoned."""
        self._counts.cordoned.add(node)
        self._counts.active.add(node)

    def count_drain(self, node: Node, ready_before: tuple[tuple[str, int], ...]) -> None:
        """A drain of ``node`` begins, which will move pods of these owners."""
        self._counts.draining.add(node)
        self._starts[node.group] = (*self._starts.get(node.group, ()), self._now)
        self._pending_reschedules[node.name] = PendingReschedule(
            node.group, node.name, self._now, ready_before
        )
        if node.name not in self._places:
            self._places[node.name] = node.group
            self._taken[node.group] += 1

    def cordon_refused(self, node: Node) -> Reason | None:
        """Why no more may be cordoned where ``node`` is, or None."""
        return self._breaker_refuses(node, self._counts.active.of) or self._cordon_cap_refuses(node)

    def drain_refused(self, node: Node) -> Reason | None:
        """Why a drain of ``node`` may not begin now, or None."""
        return (
            self.window_refused()
            or self._breaker_refuses(node, self._counts.draining.of)
            or self._drain_cap_refuses(node)
        )

    def evicting_refused(self, node: Node) -> Reason | None:
        """Why the drain of ``node`` that has begun may not go on now, or None."""
        return self._breaker_refuses(node, lambda scope: self._counts.draining.of(scope) - 1)

    def disruption_refused(self, node: Node) -> Reason | None:
        """Why a remedy that interrupts ``node`` may not begin now, or None."""
        return self.window_refused() or self._breaker_refuses(node, self._counts.draining.of)

    def window_refused(self) -> Reason | None:
        """Why this hour is wrong, or None."""
        return None if self._window_open else (Why.WINDOW, "no maintenance window is open")

    def _breaker_refuses(self, node: Node, at_work: Callable[[Scope], int]) -> Reason | None:
        """``at_work`` counts what a half-open breaker may have one of."""
        if not self._breakers:
            return None
        place = (node.group, node.zone)
        if place not in self._open:
            self._open[place] = self._find_open(node)
        return self._open[place] or self._half_open_refuses(node, at_work)

    def _find_open(self, node: Node) -> Reason | None:
        for scope in breaker.scopes_of(node):
            breaker_state = self._breakers.get(scope)
            if breaker_state is not None and not breaker_state.half_open:
                bad, total = self._counts.bad.of(scope), self._fleet.totals.of(scope)
                return breaker.WHY_OPEN[scope.kind], f"{bad} of {total} nodes of the {scope} are bad"
        return None

    def _half_open_refuses(self, node: Node, at_work: Callable[[Scope], int]) -> Reason | None:
        for scope in breaker.scopes_of(node):
            if scope in self._breakers and at_work(scope) > 0:
                return Why.HALF_OPEN, f"the breaker of the {scope} lets one node through at a time"
        return None

    def _cordon_cap_refuses(self, node: Node) -> Reason | None:
        share = self._settings.caps.cordoned_share
        in_group = self._counts.cordoned.groups[node.group]
        group_cap = caps.cordon_cap(share, self._fleet.totals.groups[node.group])
        if in_group >= group_cap:
            detail = f"{in_group} nodes of group {node.group} are cordoned, the cap is {group_cap}"
            return Why.GROUP_CORDONS, detail
        in_cluster = self._counts.cordoned.cluster
        cluster_cap = caps.cordon_cap(share, self._fleet.totals.cluster)
        if in_cluster >= cluster_cap:
            detail = f"{in_cluster} nodes of the cluster are cordoned, the cap is {cluster_cap}"
            return Why.CLUSTER_CORDONS, detail
        return None

    def _drain_cap_refuses(self, node: Node) -> Reason | None:
        limits = self._settings.caps
        starts = self._starts.get(node.group, ())
        own = self._places.get(node.name) == node.group
        if self._taken[node.group] - own >= limits.drains_per_group:
            return Why.GROUP_DRAINS, f"a drain of group {node.group} runs, or its pods are not all Ready yet"
        at_work = len(self._places) - (node.name in self._places)
        if at_work >= limits.drains_at_once:
            return Why.CLUSTER_DRAINS, f"{at_work} drains are at work in the cluster"
        if len(starts) >= limits.drains_per_hour:
            return Why.HOURLY_DRAINS, f"group {node.group} had {len(starts)} drains within the hour"
        gap = self._settings.drain.gap
        if starts and self._now - max(starts) < gap:
            return Why.GAP, f"the last drain of group {node.group} began less than {format_duration(gap)} ago"
        return None
