"""Waits between tries that grow with each failure. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits in seconds: each twice as long as the one before, up to ``longest``."""

    first: float
    longest: float

    def after(self, last: float | None) -> float:
        """The wait that follows the wait ``last``; None: there was none yet."""
        return self.first if last is None else min(2 * last, self.longest)
