"""Node conditions as their reporters write them: node-problem-detector, and EKS's node monitoring agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from components.remediation.kernel_log import FATAL
from components.remediation.monitors import NODE, checks
from lab.api import Json, LabApi


@dataclass(frozen=True)
class Fault:
    """A condition: the status that is bad, and the reasons that its reporter gives for bad and for good."""

    condition: str
    bad: str
    reason: str
    good_reason: str
    message: str

    def written(self, *, bad: bool, since: datetime, seen: datetime) -> Json:
        """The condition as it stands in a node's status."""
        good_status = "False" if self.bad == "True" else "True"
        return {
            "type": self.condition,
            "status": self.bad if bad else good_status,
            "reason": self.reason if bad else self.good_reason,
            "message": self.message if bad else "",
            "lastTransitionTime": timestamp(since),
            "lastHeartbeatTime": timestamp(seen),
        }


def _of_the_detector() -> Iterator[Fault]:
    """Its conditions, as its own definitions make them."""
    for check in checks(NODE).values():
        kept = check.condition
        yield Fault(
            kept.type, "True", check.sick_reason, kept.healthy_reason, f"{check.sick_reason} was found"
        )
    for kept in FATAL.conditions:
        reason = next(rule.reason for rule in FATAL.rules if rule.condition == kept.type)
        yield Fault(kept.type, "True", reason, kept.healthy_reason, f"{reason} was found")


_OF_THE_AGENT = (
    Fault("KernelReady", "False", "SoftLockup", "KernelIsReady", "soft lockup on CPU 1"),
    Fault("NetworkingReady", "False", "InterfaceNotUp", "NetworkingIsReady", "eth0 is down"),
    Fault("StorageReady", "False", "IODelays", "StorageIsReady", "process blocked on I/O for 12 s"),
    Fault(
        "ContainerRuntimeReady",
        "False",
        "PodStuckTerminating",
        "ContainerRuntimeIsReady",
        "a pod does not end",
    ),
    Fault(
        "AcceleratedHardwareReady",
        "False",
        "NvidiaXID79Error",
        "AcceleratedHardwareIsReady",
        "GPU fell off the bus",
    ),
)

FAULTS: Mapping[str, Fault] = {fault.condition: fault for fault in (*_of_the_detector(), *_OF_THE_AGENT)}
"""Condition type -> fault. Ready is not among them: it is the kubelet's."""


def timestamp(moment: datetime) -> str:
    """A time as the API writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(api: LabApi, node: str, conditions: list[Json]) -> None:
    """Patch conditions into a node's status and leave its other ones alone, as the reporters do."""
    api.patch(f"/api/v1/nodes/{node}/status", {"status": {"conditions": conditions}}, "strategic")
