"""Which node conditions are faults, and for how long one has to last before anything is done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pitstop import durations
from pitstop.durations import format_duration, parse_duration

STATUSES = ("True", "False", "Unknown")
# A qualified name of Kubernetes: a name of at most 63 characters, behind the prefix of a DNS subdomain.
LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
TYPE = rf"(?:{LABEL}(?:\.{LABEL})*/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{{0,61}}[A-Za-z0-9])?"
LONGEST_PREFIX = 253
PATTERN = rf"{TYPE}(?:=(?:{'|'.join(STATUSES)}),{durations.PATTERN})?"

_SHAPE = re.compile(rf"(?P<type>{TYPE})(?:=(?P<status>[^,]*)(?P<comma>,(?P<wait>.*))?)?")


@dataclass(frozen=True, slots=True)
class UnhealthyCondition:
    """Node condition ``type`` at ``status`` for at least ``wait`` seconds: the node is unhealthy."""

    type: str
    status: str
    wait: float
    alert_only: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes two of them the same: type and status."""
        return self.type, self.status

    def __str__(self) -> str:
        return f"{self.type}={self.status},{format_duration(self.wait)}"


def parse_condition(text: str, *, alert_only: bool = False) -> UnhealthyCondition:
    """The condition written as ``Type=Status,duration``, or as ``Type``, which means ``Type=True,0s``.

    Raises ValueError where the text is neither.
    """
    match = _SHAPE.fullmatch(text)
    if match is None or len(match["type"].rpartition("/")[0]) > LONGEST_PREFIX:
        raise ValueError(f"{text!r} is not a condition: write it like KernelDeadlock=True,1m")
    type_, status = match["type"], match["status"]
    if status is None:
        return UnhealthyCondition(type_, "True", 0.0, alert_only)
    if status not in STATUSES:
        raise ValueError(f"{text!r} asks for the status {status}: a condition is True, False or Unknown")
    if match["comma"] is None:
        raise ValueError(f"{text!r} does not say for how long: write {type_}={status},10m")
    return UnhealthyCondition(type_, status, parse_duration(match["wait"]), alert_only)


class NodeCondition(NamedTuple):
    """One condition as a node reports it; times in seconds since the epoch."""

    type: str
    status: str
    since: float
    heartbeat: float | None


@dataclass(frozen=True, slots=True)
class UnhealthyMatch:
    """A node's condition that is an unhealthy one, whether its wait has passed or not."""

    condition: UnhealthyCondition
    since: float
    heartbeat: float | None

    @property
    def due(self) -> float:
        """When the wait is over."""
        return self.since + self.condition.wait

    def stale(self, now: float, after: float) -> bool:
        """Whether its reporter has fallen silent for ``after`` seconds.

        ``Unknown`` is what the control plane writes, for any type, when a kubelet is silent: the heartbeat is
        old by nature.
        """
        if self.heartbeat is None or self.condition.status == "Unknown":
            return False
        return now - self.heartbeat > after

    def __str__(self) -> str:
        return str(self.condition)


class Evaluation(NamedTuple):
    """What a node's conditions amount to.

    ``ready`` is the status of the Ready condition; ``quiet_since`` is the last time that a watched condition
    changed to a status that is no fault (0 where none ever did).
    """

    unhealthy: tuple[UnhealthyMatch, ...]
    ready: str
    quiet_since: float


class UnhealthyConditions:
    """The unhealthy conditions that are looked for, by type and status."""

    def __init__(self, wanted: Iterable[UnhealthyCondition]) -> None:
        self._wanted = {condition.key: condition for condition in wanted}
        self._watched = {"Ready", *(each.type for each in self._wanted.values() if not each.alert_only)}

    def evaluate(self, conditions: Iterable[NodeCondition]) -> Evaluation:
        """What ``conditions`` amount to; the time plays no part here."""
        unhealthy = []
        ready = "Unknown"
        quiet_since = 0.0
        for condition in conditions:
            if condition.type == "Ready":
                ready = condition.status
            found = self._wanted.get((condition.type, condition.status))
            if found is not None:
                unhealthy.append(UnhealthyMatch(found, condition.since, condition.heartbeat))
            elif condition.type in self._watched:
                quiet_since = max(quiet_since, condition.since)
        return Evaluation(tuple(unhealthy), ready, quiet_since)


DEFAULT_FAULTS = (
    # Permanent damage: the node-problem-detector never takes these back.
    "ReadonlyFilesystem=True,1m",
    "XfsShutdown=True,1m",
    "CperHardwareErrorFatal=True,1m",
    "HardwareFailure=True,1m",
    "KernelDeadlock=True,1m",
    # Its window of 20 minutes decays by itself.
    "FrequentKubeletRestart=True,10m",
    "FrequentContainerdRestart=True,10m",
    "FrequentUnregisterNetDevice=True,10m",
    # The detector's local repair goes first.
    "KubeletUnhealthy=True,5m",
    "ContainerRuntimeUnhealthy=True,5m",
    # Outlasts a reboot.
    "Ready=False,10m",
    "Ready=Unknown,10m",
    # The EKS node monitoring agent says False for bad, and can misfire.
    "KernelReady=False,10m",
    "NetworkingReady=False,10m",
    "StorageReady=False,10m",
    "ContainerRuntimeReady=False,10m",
    "AcceleratedHardwareReady=False,10m",
)

DEFAULT_ALERTS = (
    # Load, not damage: a fresh node would be just as busy.
    "MemoryPressure=True,10m",
    "DiskPressure=True,10m",
    "PIDPressure=True,10m",
    "NTPProblem=True,10m",
)
