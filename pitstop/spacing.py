"""When the next drain of a group may start: by the health of what the last one moved, not by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from pitstop.model import PendingReschedule, ReplicaCount, State
from pitstop.settings import DrainSettings

_NO_REPLICAS = ReplicaCount(0, 0)
RECOUNT_AFTER = 120.0
"""Seconds after which an owner with fewer pods than before counts as scaled down, not as incomplete."""


def settled(entry: PendingReschedule, counts: Mapping[str, ReplicaCount], now: float, timeout: float) -> bool:
    """Whether the pods that ``entry`` moved run again, or have had ``timeout`` seconds to."""
    waited = now - entry.started
    return waited >= timeout or all(
        _whole(counts.get(owner, _NO_REPLICAS), before, waited) for owner, before in entry.ready_before
    )


def _whole(count: ReplicaCount, before: int, waited: float) -> bool:
    return count.ready >= before or (waited >= RECOUNT_AFTER and count.ready == count.total)


def unsettled(
    state: State, counts: Mapping[str, ReplicaCount], draining: Set[str], settings: DrainSettings, now: float
) -> tuple[PendingReschedule, ...]:
    """What still holds a place in its group: drains that run, and drains whose pods are not Ready again.

    A start in the future (the clock was set back) counts as from now.
    """
    return tuple(
        entry if entry.started <= now else replace(entry, started=now)
        for entry in state.pending_reschedules
        if entry.node in draining or not settled(entry, counts, now, settings.settle_timeout)
    )
