"""Clocks for tests: hours pass in milliseconds."""

from __future__ import annotations

import asyncio

from tests.unit.pitstop.fleets import NOON


class JumpingClock:
    """A clock whose time passes only in ``sleep``, which returns at once; ``slept`` are the waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def wall(self) -> float:
        return NOON + self.now

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)
