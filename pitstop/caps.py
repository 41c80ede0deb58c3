"""Caps: how much may be away at once, however well the reasons are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

HOUR = 3600.0


def part(share: float, total: int) -> float:
    """``share`` of ``total``; shares such as 0.55 are a little off in binary, and 55 of 100 must be 55."""
    return round(share * total, 6)


def cordon_cap(share: float, total: int) -> int:
    """The most nodes of ``total`` that may be cordoned at a time: the share, rounded up."""
    return math.ceil(part(share, total))


def recent(starts: Iterable[float], now: float) -> tuple[float, ...]:
    """The drain starts of the last hour. One from the future (the clock was set back) counts as from now."""
    return tuple(min(start, now) for start in starts if now - start < HOUR)


def recent_by_group(starts: Mapping[str, tuple[float, ...]], now: float) -> dict[str, tuple[float, ...]]:
    """``recent`` for every group that has any."""
    kept = {group: recent(times, now) for group, times in starts.items()}
    return {group: times for group, times in kept.items() if times}
