"""Pods as a drain and the planner see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pitstop.model import ReplicaCount


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod that has not finished."""

    namespace: str
    name: str
    uid: str
    node: str
    owner: str
    """``namespace/kind/name``; a Deployment's pods have one owner whatever their ReplicaSet."""
    ready: bool
    stays: bool
    """A DaemonSet's, or the mirror of a file on the node: eviction would not move it."""
    grace: float
    """Seconds that it asks for to stop, or was given where it has been told to."""
    told_at: float | None
    """When it was told to stop, if it was."""

    @property
    def key(self) -> str:
        """``namespace/name``."""
        return f"{self.namespace}/{self.name}"


class Pods(Protocol):
    """The pods of the cluster, seen through their owners."""

    def replica_counts(self) -> Mapping[str, ReplicaCount]:
        """The pods of each owner, counted."""

    def moved_by_drain(self, node: str) -> tuple[tuple[str, int], ...]:
        """The owners of the pods that a drain of ``node`` would move, with all their Ready pods."""


class NoPods:
    """A cluster that runs nothing."""

    def replica_counts(self) -> Mapping[str, ReplicaCount]:
        """Nothing."""
        return {}

    def moved_by_drain(self, node: str) -> tuple[tuple[str, int], ...]:  # noqa: ARG002
        """Nothing."""
        return ()
