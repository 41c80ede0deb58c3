"""The timeline of nodes and pods, which repair times are read from."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lab.process import LabError


class TimelineStep(StrEnum):
    """One kind of moment in a node's life, or in the cluster's."""

    FAULT = "fault"
    """The laboratory broke the node: by a condition that it wrote, a breakage, or its power."""
    SICK = "sick"
    """A condition other than Ready has its bad status; the detail is its type."""
    MENDED = "mended"
    CORDONED = "cordoned"
    UNCORDONED = "uncordoned"
    EVICTED = "evicted"
    """A pod that is not a DaemonSet's began to end on the node; the detail is its namespace and name."""
    EMPTY = "empty"
    """A cordoned node holds no pod any more but DaemonSets' and mirrors: it is drained."""
    UNREACHABLE = "unreachable"
    """The node controller gave up waiting for heartbeats: Ready is Unknown."""
    NOT_READY = "not ready"
    READY = "ready"
    JOINED = "joined"
    """The Node was registered; the detail is its pool, as of ``REMOVED``."""
    REMOVED = "removed"
    BROKEN = "broken"
    """A workload lacks Ready pods; the node is empty, the detail names the workload."""
    WHOLE = "whole"
    """A workload has all its pods Ready again."""
    EVENT = "event"
    """An Event about the node, from whoever acts on it."""


@dataclass(frozen=True)
class TimelineEntry:
    """One entry; ``at`` is in seconds since the epoch, as seen by a watcher of the API."""

    at: float
    step: TimelineStep
    node: str
    """Empty where it concerns no one node."""
    detail: str = ""


class Timeline:
    """An ordered, growing list of moments that threads add to and tests wait on."""

    def __init__(self) -> None:
        self._moments: list[TimelineEntry] = []
        self._changed = threading.Condition()

    def add(self, step: TimelineStep, node: str, detail: str = "") -> None:
        """Add what has just happened."""
        with self._changed:
            self._moments.append(TimelineEntry(time.time(), step, node, detail))
            self._changed.notify_all()

    def moments(self, step: TimelineStep | None = None, node: str | None = None) -> list[TimelineEntry]:
        """What has happened so far, the oldest first: of one kind, of one node, or all."""
        with self._changed:
            return [
                moment
                for moment in self._moments
                if (step is None or moment.step == step) and (node is None or moment.node == node)
            ]

    def first(self, step: TimelineStep, node: str) -> TimelineEntry | None:
        """The first moment of a kind on a node."""
        return next(iter(self.moments(step, node)), None)

    def wait_for(
        self, step: TimelineStep, node: str | None = None, *, count: int = 1, timeout: float = 60
    ) -> list[TimelineEntry]:
        """Return the moments once there are ``count``; raises LabError with the report after ``timeout``."""

        def enough() -> bool:
            return len(self.moments(step, node)) >= count

        self._wait(enough, timeout, f"{step} {node or ''} ({count} times)")
        return self.moments(step, node)

    def wait_until(self, check: Callable[[], bool], what: str, *, timeout: float = 60) -> None:
        """Return once ``check`` holds; it is asked after every moment and every 100 ms."""
        self._wait(check, timeout, what)

    def follow(self, closing: threading.Event) -> Iterator[TimelineEntry]:
        """Yield every moment, those of the past first, until ``closing`` is set."""
        told = 0
        while not closing.is_set():
            with self._changed:
                self._changed.wait(0.1)
                new = self._moments[told:]
            told += len(new)
            yield from new

    def report(self) -> str:
        """The record as text, one line a moment, seconds since the first."""
        moments = self.moments()
        start = moments[0].at if moments else 0.0
        return "\n".join(f"{m.at - start:8.2f}  {m.step:<12} {m.node} {m.detail}" for m in moments)

    def _wait(self, check: Callable[[], bool], timeout: float, what: str) -> None:
        deadline = time.monotonic() + timeout
        while not check():
            with self._changed:
                self._changed.wait(0.1)
            if time.monotonic() > deadline:
                raise LabError(f"not within {timeout:g} s: {what}\n{self.report()}")
