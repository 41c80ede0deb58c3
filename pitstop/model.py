"""Data model of the planner: nodes, records of remediation, actions, refusals, state. Plain, all frozen.

Every time is in seconds since the epoch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pitstop.conditions import UnhealthyMatch


class Phase(StrEnum):
    """How far cordon and drain of one node have come; a remedy follows with phases of its own.

    Written on the node itself, so that it survives pitstop.
    """

    CORDONED = "Cordoned"
    DRAINING = "Draining"
    BLOCKED = "Blocked"
    """The drain was given up for now: an eviction was refused for too long."""
    DRAINED = "Drained"


@dataclass(frozen=True, slots=True)
class Record:
    """What pitstop has done to a node: the content of its annotation."""

    phase: str
    """A ``Phase``, or one of a remedy's."""
    since: float
    """When the phase began."""
    cordoned: float
    fault: str
    """The unhealthy condition, as text."""
    fault_since: float


@dataclass(frozen=True, slots=True)
class Node:
    """A node as the planner sees it; small, because a cluster may have 100,000."""

    name: str
    group: str
    zone: str
    created: float
    ready: str = "True"
    unhealthy: tuple[UnhealthyMatch, ...] = ()
    quiet_since: float = 0.0
    unschedulable: bool = False
    control_plane: bool = False
    opted_out: bool = False
    karpenter: bool = False
    """Karpenter started its machine, and terminates it when the Node object is deleted."""
    leaving: bool = False
    """The Node object has a deletion timestamp; a finalizer still holds it."""
    record: Record | None = None
    tried: tuple[tuple[str, float], ...] = ()
    """Names of remedies, and when each was last tried; outlives the record."""
    provider_id: str = ""
    version: int = 0
    """Resource version, to tell an older view from a newer one."""

    @property
    def quiet(self) -> bool:
        """Nothing about this node needs a look."""
        return self.ready == "True" and not self.unhealthy and not self.unschedulable and self.record is None

    def last_tried(self, remedy: str) -> float | None:
        """When the remedy of this name was last tried on the node, if ever."""
        return next((at for name, at in self.tried if name == remedy), None)


class Step(StrEnum):
    """What may be done to a node; remedies have steps of their own."""

    CORDON = "Cordon"
    UNCORDON = "Uncordon"
    DRAIN = "Drain"
    """Start a drain."""
    EVICT = "Evict"
    """Go on with a drain that has started."""
    STOP_DRAIN = "StopDrain"
    FORGET = "Forget"
    """Remove pitstop's annotations: the node was uncordoned by another client."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do now."""

    step: str
    """A ``Step``, or a remedy's."""
    node: str
    why: str
    due: float
    """Since when it could have been done: the end of the wait, or the beginning of the phase."""
    fault: UnhealthyMatch | None = None
    remedy: str | None = None
    """The name of the remedy to try, where this is one."""


class Why(StrEnum):
    """Why nothing is done to a node that is sick, or that waits for its next step. Label of a metric."""

    PAUSED = "Paused"
    BREAKER_GROUP = "BreakerOpenForGroup"
    BREAKER_ZONE = "BreakerOpenForZone"
    BREAKER_CLUSTER = "BreakerOpenForCluster"
    HALF_OPEN = "BreakerHalfOpen"
    GROUP_CORDONS = "CordonCapOfGroup"
    CLUSTER_CORDONS = "CordonCapOfCluster"
    GROUP_DRAINS = "DrainCapOfGroup"
    CLUSTER_DRAINS = "DrainCapOfCluster"
    HOURLY_DRAINS = "DrainCapPerHour"
    GAP = "DrainGap"
    CONTROL_PLANE = "ControlPlane"
    YOUNG = "TooYoung"
    OPTED_OUT = "OptedOut"
    LEAVING = "BeingDeleted"
    STALE = "StaleReport"
    NOT_OURS = "CordonedBySomeoneElse"
    WINDOW = "OutsideWindow"
    ALERT_ONLY = "AlertOnly"
    BLOCKED = "EvictionRefused"
    STUCK = "NotReplaced"
    RECOVERED = "Recovered"


Reason = tuple[Why, str]
"""Why something is refused, as a label and as a sentence."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not done, and why. A value like any other: it is told, never raised."""

    step: str
    node: str
    why: Why
    detail: str


class ScopeKind(StrEnum):
    """What a breaker watches over."""

    GROUP = "group"
    ZONE = "zone"
    CLUSTER = "cluster"


class Scope(NamedTuple):
    """One breaker's ground; the cluster's has no name."""

    kind: ScopeKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" if self.name else str(self.kind)


@dataclass(frozen=True, slots=True)
class BreakerState:
    """A breaker that is not closed.

    ``half_open`` lets one node through. ``calm_since`` is when its ground fell below the limit (None: it is
    above), or, half-open, when the trial began.
    """

    half_open: bool = False
    calm_since: float | None = None


class ReplicaCount(NamedTuple):
    """Pods of one owner: how many of them are Ready, and how many there are."""

    ready: int
    total: int


@dataclass(frozen=True, slots=True)
class PendingReschedule:
    """A drain whose pods are still finding their new places."""

    group: str
    node: str
    started: float
    ready_before: tuple[tuple[str, int], ...]
    """Owners of the moved pods, and how many Ready pods each had before."""


@dataclass(frozen=True, slots=True)
class PendingReplacement:
    """A node that goes or has gone, whose replacement is not Ready yet."""

    group: str
    node: str
    fault_since: float
    asked: float
    """When it was told to go; where others fetch it, when it was ready to."""


@dataclass(frozen=True, slots=True)
class State:
    """What has to be remembered beyond the nodes themselves; kept in one ConfigMap."""

    breakers: Mapping[Scope, BreakerState] = field(default_factory=dict)
    starts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Drain starts of the last hour by group."""
    pending_reschedules: tuple[PendingReschedule, ...] = ()
    pending_replacements: tuple[PendingReplacement, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One tick's outcome: to be remembered first, then done, then told."""

    actions: tuple[Action, ...]
    refusals: tuple[Refusal, ...]
    state: State
    next_due: float | None
    """When the next wait ends, if one is running: no reason to look at the clock much earlier."""
