"""node-problem-detector's monitors, and the node conditions that come of them.

node-problem-detector's own definitions are not used: its deadlock rule waits for a task named ``docker``,
its time check asks for ``ntp.service``, its restart counters know other unit names than Amazon Linux 2023,
and its health checker restarts what it checks. These ones are made for containerd, chrony and systemd.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from components.remediation.conditions import Status
from components.remediation.kernel_log import EVENTS, FATAL
from components.remediation.monitor_definitions import Check, NodeCondition

_SCRIPTS = Path(__file__).parent / "checks"


@dataclass(frozen=True)
class NodeAccess:
    """How the detector gets at the node that it runs on."""

    folder: str = "/custom-config"
    """Where the chart mounts the definitions and the scripts."""
    kernel_log: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({"plugin": "kmsg", "logPath": "/dev/kmsg"})
    )
    """By which plugin, and from where, the kernel's messages come."""
    with_its_files: tuple[str, ...] = ("nsenter", "--target=1", "--mount", "--")
    """What to put before a program to run it with the files of the node."""
    in_its_network: tuple[str, ...] = ("nsenter", "--target=1", "--net", "--")
    """What to put before a program to run it in the network of the node."""
    first_process: str = "/proc/1"
    """The folder in proc of the node's first process: its root and its mounts are the node's."""
    kubelet_port: int = 10248
    """Where the kubelet answers health checks, on 127.0.0.1."""


# Where the image of node-problem-detector has its tools.
_BASH = "/bin/bash"
_LOG_COUNTER = "/home/kubernetes/bin/log-counter"

_OWN_DISKS = ("/", "/var/lib/kubelet", "/var/lib/containerd", "/local")
"""Without these a node is none; /local is Bottlerocket's data disk. A path that is missing is passed over."""

_KERNEL = (EVENTS, FATAL)

NODE: Final = NodeAccess()
"""From inside the chart's pods, which see the node's processes."""


def _restarts(condition: str, what: str, *, journal: str, pattern: str, times: int) -> Check:
    """A check that counts a line of the journal over the last 20 minutes."""
    return Check(
        condition=NodeCondition(condition, f"No{condition}", f"{what} is stable"),
        sick_reason=condition,
        path=_LOG_COUNTER,
        args=(
            f"--journald-source={journal}",
            "--log-path=/var/log/journal",
            "--lookback=20m",
            f"--count={times}",
            f"--pattern={pattern}",
        ),
        interval=timedelta(minutes=5),
        timeout=timedelta(minutes=1),
    )


def checks(access: NodeAccess) -> dict[str, Check]:
    """Every check by its name."""
    own_disks = (access.first_process, *_OWN_DISKS)
    return {
        "disks-read-only": Check(
            condition=NodeCondition(
                "ReadonlyFilesystem", "FilesystemIsWritable", "the node's disks are writable"
            ),
            sick_reason="FilesystemIsReadOnly",
            path=_BASH,
            args=(f"{access.folder}/check_disks.sh", "read-only", *own_disks),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=15),
        ),
        "disks-shut-down": Check(
            condition=NodeCondition("XfsShutdown", "XfsIsRunning", "the node's disks answer"),
            sick_reason="XfsHasShutDown",
            path=_BASH,
            args=(f"{access.folder}/check_disks.sh", "shut-down", *own_disks),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=15),
        ),
        "chrony": Check(
            condition=NodeCondition("NTPProblem", "ClockIsSynchronised", "chronyd keeps the clock"),
            sick_reason="ClockIsNotSynchronised",
            path=_BASH,
            args=(f"{access.folder}/check_chrony.sh", *access.with_its_files),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=10),
        ),
        "kubelet": Check(
            condition=NodeCondition(
                "KubeletUnhealthy", "KubeletIsHealthy", "the kubelet answers its health check"
            ),
            sick_reason="KubeletDoesNotAnswer",
            path=_BASH,
            args=(f"{access.folder}/check_kubelet.sh", str(access.kubelet_port), *access.in_its_network),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=15),
        ),
        "containerd": Check(
            condition=NodeCondition(
                "ContainerRuntimeUnhealthy", "ContainerRuntimeIsHealthy", "containerd answers"
            ),
            sick_reason="ContainerRuntimeDoesNotAnswer",
            path=_BASH,
            args=(f"{access.folder}/check_containerd.sh", *access.with_its_files),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=15),
        ),
        "kubelet-restarts": _restarts(
            "FrequentKubeletRestart",
            "the kubelet",
            journal="systemd",
            pattern=r"Started (?:kubelet\.service(?: - .*)?|(?:Kubernetes )?[Kk]ubelet)\.",
            times=5,
        ),
        "containerd-restarts": _restarts(
            "FrequentContainerdRestart",
            "containerd",
            journal="systemd",
            pattern=r"Started (?:containerd\.service(?: - .*)?|containerd container runtime)\.",
            times=5,
        ),
        "unregister-netdevice": _restarts(
            "FrequentUnregisterNetDevice",
            "the network",
            journal="kernel",
            pattern=r"unregister_netdevice: waiting for \S+ to become free\. Usage count = \d+",
            times=3,
        ),
    }


def definition_files(access: NodeAccess = NODE) -> dict[str, str]:
    """The files that node-problem-detector mounts at ``access.folder``: name -> content."""
    return {
        **{f"{monitor.name}.json": monitor.definition(access.kernel_log) for monitor in _KERNEL},
        **{f"{name}.json": check.definition(name) for name, check in checks(access).items()},
        **{script.name: script.read_text() for script in sorted(_SCRIPTS.glob("*.sh"))},
    }


def log_monitors(access: NodeAccess = NODE) -> list[str]:
    """Paths of the definitions that read logs."""
    return [f"{access.folder}/{monitor.name}.json" for monitor in _KERNEL]


def check_monitors(access: NodeAccess = NODE) -> list[str]:
    """Paths of the definitions that run checks."""
    return [f"{access.folder}/{name}.json" for name in checks(access)]


@dataclass(frozen=True)
class MonitoredCondition:
    """A node condition that a monitor keeps, and its status on a healthy node."""

    type: str
    healthy: Status
    monitor: str


def monitored_conditions() -> Mapping[str, MonitoredCondition]:
    """Every condition that can stand on a node here, by its type.

    The kubelet's are documented under Node Conditions of Kubernetes, those of the add-on
    eks-node-monitoring-agent under Node Health of EKS; all others come from the definitions above.
    """
    detector = (*FATAL.conditions, *(check.condition for check in checks(NODE).values()))
    return {
        condition.type: condition
        for condition in (
            MonitoredCondition("Ready", Status.TRUE, "kubelet"),
            *(
                MonitoredCondition(type_, Status.FALSE, "kubelet")
                for type_ in ("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")
            ),
            *(MonitoredCondition(c.type, Status.FALSE, "node-problem-detector") for c in detector),
            *(
                MonitoredCondition(type_, Status.TRUE, "eks-node-monitoring-agent")
                for type_ in (
                    "KernelReady",
                    "NetworkingReady",
                    "StorageReady",
                    "ContainerRuntimeReady",
                    "AcceleratedHardwareReady",
                )
            ),
        )
    }
