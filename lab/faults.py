"""Node conditions as their reporters write them: node-problem-detector, and EKS's node monitoring agent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from lab.api import Api, Json


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


_ALL = (
    Fault(
        "KernelDeadlock",
        "True",
        "TaskHung",
        "KernelHasNoDeadlock",
        "task runc:4711 blocked for more than 120 s",
    ),
    Fault(
        "XfsShutdown",
        "True",
        "XfsHasShutDown",
        "XfsHasNotShutDown",
        "XFS (nvme0n1p1): Filesystem has been shut down",
    ),
    Fault(
        "CperHardwareErrorFatal",
        "True",
        "CperHardwareErrorFatal",
        "CperHardwareHasNoFatalError",
        "fatal memory error",
    ),
    Fault(
        "ReadonlyFilesystem",
        "True",
        "FilesystemIsReadOnly",
        "FilesystemIsNotReadOnly",
        "Remounting filesystem read-only",
    ),
    Fault(
        "FrequentKubeletRestart",
        "True",
        "FrequentKubeletRestart",
        "NoFrequentKubeletRestart",
        "Found 5 matching logs",
    ),
    Fault(
        "FrequentContainerdRestart",
        "True",
        "FrequentContainerdRestart",
        "NoFrequentContainerdRestart",
        "Found 5 matching logs",
    ),
    Fault(
        "FrequentUnregisterNetDevice",
        "True",
        "UnregisterNetDevice",
        "NoFrequentUnregisterNetDevice",
        "Found 3 matching logs",
    ),
    Fault(
        "KubeletUnhealthy",
        "True",
        "KubeletUnhealthy",
        "KubeletIsHealthy",
        "kubelet:kubelet was found unhealthy",
    ),
    Fault(
        "ContainerRuntimeUnhealthy",
        "True",
        "ContainerdUnhealthy",
        "ContainerdIsHealthy",
        "containerd was found unhealthy",
    ),
    Fault("NTPProblem", "True", "NTPIsDown", "NTPIsUp", "the clock is not synchronized"),
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

FAULTS: Mapping[str, Fault] = {fault.condition: fault for fault in _ALL}
"""Condition type -> fault. Ready is not among them: it is the kubelet's."""


def timestamp(moment: datetime) -> str:
    """A time as the API writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(api: Api, node: str, conditions: list[Json]) -> None:
    """Patch conditions into a node's status and leave its other ones alone, as the reporters do."""
    api.patch(f"/api/v1/nodes/{node}/status", {"status": {"conditions": conditions}}, "strategic")
