"""When the next drain of a group may start: by the health of what the last one moved, not by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from pitstop.model import Crew, Memory, Settling
from pitstop.settings import DrainSettings

_NO_CREW = Crew(0, 0)
RECOUNT_AFTER = 120.0
"""Seconds after which an owner may be whole with fewer pods than before: somebody scaled it down."""


def settled(entry: Settling, crews: Mapping[str, Crew], now: float, timeout: float) -> bool:
    """Whether the pods that ``entry`` moved run again, or have had ``timeout`` seconds to."""
    waited = now - entry.started
    return waited >= timeout or all(
        _whole(crews.get(owner, _NO_CREW), before, waited) for owner, before in entry.crews
    )


def _whole(crew: Crew, before: int, waited: float) -> bool:
    return crew.ready >= before or (waited >= RECOUNT_AFTER and crew.ready == crew.total)


def unsettled(
    memory: Memory, crews: Mapping[str, Crew], draining: Set[str], settings: DrainSettings, now: float
) -> tuple[Settling, ...]:
    """What still holds a place in its group: drains that run, and drains whose pods are not Ready again.

    A start in the future (the clock was set back) counts as from now.
    """
    return tuple(
        entry if entry.started <= now else replace(entry, started=now)
        for entry in memory.settling
        if entry.node in draining or not settled(entry, crews, now, settings.settle_timeout)
    )
