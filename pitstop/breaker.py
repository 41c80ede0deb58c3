"""Circuit breaker: what is sick at once on a large scale is seldom the nodes, and acting makes it worse.

One for each node group, each zone, and the cluster. Open: nothing is taken off the road. Below the limit for
``resume_after``: half-open, one node may be tried. As long again: closed.
"""

from __future__ import annotations

from collections.abc import Mapping

from pitstop.caps import part
from pitstop.fleet import Fleet, FleetCounts
from pitstop.model import BreakerState, Node, Scope, ScopeKind, Why
from pitstop.settings import BreakerSettings

CLUSTER = Scope(ScopeKind.CLUSTER, "")

WHY_OPEN = {
    ScopeKind.GROUP: Why.BREAKER_GROUP,
    ScopeKind.ZONE: Why.BREAKER_ZONE,
    ScopeKind.CLUSTER: Why.BREAKER_CLUSTER,
}


def over_limit(kind: ScopeKind, bad: int, total: int, settings: BreakerSettings) -> bool:
    """Whether ``bad`` nodes of ``total`` are too many for a scope of this kind."""
    if kind is ScopeKind.ZONE:
        return bad >= settings.zone_at_least and bad >= part(settings.zone_share, total)
    share = settings.group_share if kind is ScopeKind.GROUP else settings.cluster_share
    return bad > max(settings.at_least, part(share, total))


def advance(before: BreakerState | None, over: bool, now: float, resume_after: float) -> BreakerState | None:
    """The breaker's next state; None is closed. A clock that was set back starts its wait again."""
    if over:
        return BreakerState()
    if before is None:
        return None
    if before.calm_since is None or before.calm_since > now:
        return BreakerState(before.half_open, calm_since=now)
    if now - before.calm_since < resume_after:
        return before
    return None if before.half_open else BreakerState(half_open=True, calm_since=now)


def advance_all(
    breakers: Mapping[Scope, BreakerState],
    fleet: Fleet,
    counts: FleetCounts,
    settings: BreakerSettings,
    now: float,
) -> dict[Scope, BreakerState]:
    """Every breaker that is not closed after this look."""
    scopes = {CLUSTER, *breakers}
    scopes.update(Scope(ScopeKind.GROUP, name) for name in counts.bad.groups)
    scopes.update(Scope(ScopeKind.ZONE, name) for name in counts.bad.zones)
    after = {}
    for scope in scopes:
        total = fleet.totals.of(scope) - counts.joining.of(scope)
        over = over_limit(scope.kind, counts.bad.of(scope), total, settings)
        state = advance(breakers.get(scope), over, now, settings.resume_after)
        if state is not None:
            after[scope] = state
    return after


def scopes_of(node: Node) -> tuple[Scope, ...]:
    """The breakers that ``node`` stands under."""
    return (Scope(ScopeKind.GROUP, node.group), Scope(ScopeKind.ZONE, node.zone), CLUSTER)
