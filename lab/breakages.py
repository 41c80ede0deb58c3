"""How a node of the laboratory breaks, so that its detector finds out by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lab.detector import ROOT_DISK, Detector

_DATA_DISK = "42 21 {device} / /var/lib/kubelet rw,relatime - ext4 /dev/nvme1n1p1 {options}\n"


@dataclass(frozen=True)
class Breakage:
    """One way to break a node."""

    what: str
    """What a person is told."""
    happens: Callable[[Detector], None]


def _kernel(line: str) -> Breakage:
    return Breakage(f"the kernel says: {line}", lambda detector: detector.kernel(line))


def _disk(what: str, *, device: str = "0:2", options: str = "rw") -> Breakage:
    mounts = ROOT_DISK + _DATA_DISK.format(device=device, options=options)
    return Breakage(what, lambda detector: detector.mounts(mounts))


BREAKAGES: Final[Mapping[str, Breakage]] = MappingProxyType(
    {
        "KernelDeadlock": _kernel("watchdog: Watchdog detected hard LOCKUP on cpu 3"),
        "CperHardwareErrorFatal": _kernel("{1}[Hardware Error]: event severity: fatal"),
        "HardwareFailure": _kernel("NVRM: Xid (PCI:0000:00:1e): 79, pid=1234, GPU has fallen off the bus."),
        "ReadonlyFilesystem": _disk(
            "the kernel makes the disk of /var/lib/kubelet read-only",
            options="rw,errors=remount-ro,emergency_ro",
        ),
        "XfsShutdown": _disk("the device under /var/lib/kubelet goes away", device="4000:7"),
        "KubeletUnhealthy": Breakage(
            "the kubelet answers its health check with 500", lambda detector: detector.kubelet_answers(500)
        ),
        "ContainerRuntimeUnhealthy": Breakage(
            "containerd answers no more",
            lambda detector: detector.program("ctr", "echo 'ctr: context deadline exceeded' >&2; exit 1"),
        ),
        "NTPProblem": Breakage(
            "chronyd has ended",
            lambda detector: detector.program("chronyc", "echo '506 Cannot talk to daemon'; exit 1"),
        ),
    }
)
"""Condition that comes of it -> what happens."""
