"""Maintenance windows: the hours of the week in which pods may be moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Window(Protocol):
    """The hours from ``start`` to ``end`` on each of ``days``; an end before the start is on the next day."""

    @property
    def days(self) -> Sequence[Day]: ...  # noqa: D102
    @property
    def start(self) -> time: ...  # noqa: D102
    @property
    def end(self) -> time: ...  # noqa: D102
    @property
    def timezone(self) -> str: ...  # noqa: D102


def is_open(windows: Sequence[Window], now: float) -> bool:
    """Whether ``now`` (seconds since the epoch) lies in one of ``windows``; no windows mean always."""
    return not windows or any(_holds(window, now) for window in windows)


def _holds(window: Window, now: float) -> bool:
    local = datetime.fromtimestamp(now, ZoneInfo(window.timezone))
    today = _DAYS[local.weekday()]
    if window.start < window.end:
        return today in window.days and window.start <= local.time() < window.end
    yesterday = _DAYS[(local - timedelta(days=1)).weekday()]
    return (today in window.days and local.time() >= window.start) or (
        yesterday in window.days and local.time() < window.end
    )
