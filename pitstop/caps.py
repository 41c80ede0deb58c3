"""Caps: how much may be away at once, however well the reasons are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

HOUR = 3600.0


def cordon_cap(share: float, total: int) -> int:
    """The most nodes of ``total`` that may be cordoned at a time: the share, rounded up."""
    # A share such as 0.1 is a little more than a tenth in binary: 0.1 * 30 must stay 3.
    return math.ceil(round(share * total, 6))


def recent(starts: Iterable[float], now: float) -> tuple[float, ...]:
    """The drain starts of the last hour. One from the future (the clock was set back) counts as from now."""
    return tuple(min(start, now) for start in starts if now - start < HOUR)


def recent_by_group(starts: Mapping[str, tuple[float, ...]], now: float) -> dict[str, tuple[float, ...]]:
    """``recent`` for every group that has any."""
    kept = {group: recent(times, now) for group, times in starts.items()}
    return {group: times for group, times in kept.items() if times}
