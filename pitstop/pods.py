"""What the planner asks about pods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pitstop.model import Crew


class Pods(Protocol):
    """The pods of the cluster, seen through their owners."""

    def crews(self) -> Mapping[str, Crew]:
        """The pods of each owner, counted."""

    def moved_by_drain(self, node: str) -> tuple[tuple[str, int], ...]:
        """The owners of the pods that a drain of ``node`` would move, with all their Ready pods."""


class NoPods:
    """A cluster that runs nothing."""

    def crews(self) -> Mapping[str, Crew]:
        """Nothing."""
        return {}

    def moved_by_drain(self, node: str) -> tuple[tuple[str, int], ...]:  # noqa: ARG002
        """Nothing."""
        return ()
