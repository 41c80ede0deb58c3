"""Clock: where everything in the shell reads time, so that tests can let hours pass in milliseconds."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Every figure is in seconds."""

    def wall(self) -> float:
        """Since the epoch; may jump."""

    def monotonic(self) -> float:
        """Since some moment of this process; never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Return after ``seconds``."""


class SystemClock:
    """The machine's own clock."""

    def wall(self) -> float:
        """Since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Since the machine was started."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return after ``seconds``."""
        await asyncio.sleep(seconds)
