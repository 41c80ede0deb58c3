"""What one run of the benchmark has found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What the engine used over a while."""

    seconds: float
    cpu_seconds: float
    requests: int

    @property
    def cores(self) -> float:
        """CPU seconds a second."""
        return self.cpu_seconds / self.seconds

    @property
    def requests_per_second(self) -> float:
        """Requests to the API server."""
        return self.requests / self.seconds


@dataclass(frozen=True)
class Measurement:
    """One engine at one size of cluster. Times are seconds; those of a node count from its fault."""

    engine: str
    nodes: int
    wait: float
    """How long a condition had to last before anything was to happen."""
    boot: float
    """From an instance's launch to its node's registration."""
    reactions: Sequence[float]
    """From the end of the wait to the engine's cordon, for each sick node, as the API server received it."""
    cordoned: Sequence[float]
    drained: Sequence[float]
    replaced: Sequence[float]
    """Until the successor was Ready, of the nodes that were replaced."""
    whole: float
    """From the first fault until the last sick node was empty and all pods were Ready again."""
    evictions_per_second: float
    wrong_cordons: int
    failed_steps: int
    """Steps that the engine told to have failed; it tries them again after a pause."""
    idle: Cost
    busy: Cost
    peak_memory_mb: float

    def lines(self) -> list[tuple[str, str]]:
        """The measurement as labels and figures, ratios to the configured waits beside the times."""
        return [
            ("reaction after the wait, median", f"{percentile(self.reactions, 0.5):.2f} s"),
            ("reaction after the wait, 99th percentile", f"{percentile(self.reactions, 0.99):.2f} s"),
            ("fault to cordoned, slowest", self._with_ratio(self.cordoned, self.wait)),
            ("fault to drained, slowest", self._with_ratio(self.drained, self.wait)),
            ("fault to fresh node Ready, slowest", self._with_ratio(self.replaced, self.wait + self.boot)),
            ("first fault to all drained, all pods Ready", f"{self.whole:.1f} s"),
            ("evictions", f"{self.evictions_per_second:.1f} a second"),
            ("wrong cordons", str(self.wrong_cordons)),
            ("failed steps", str(self.failed_steps)),
            ("idle", _cost(self.idle)),
            ("while it works", _cost(self.busy)),
            ("peak memory", f"{self.peak_memory_mb:.0f} MB"),
        ]

    def _with_ratio(self, times: Sequence[float], waits: float) -> str:
        if not times:
            return "never"
        return f"{max(times):.1f} s ({max(times) / waits:.2f} x the waits)"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of them do not exceed; raises ValueError without values."""
    if not values:
        raise ValueError("a percentile needs values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _cost(cost: Cost) -> str:
    return f"{cost.cores * 1000:.0f} m of a core, {cost.requests_per_second:.1f} requests a second"
