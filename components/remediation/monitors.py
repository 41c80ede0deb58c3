"""node-problem-detector's monitors, and the node conditions that come of them.

node-problem-detector's own definitions are not used: its deadlock rule waits for a task named ``docker``,
its time check asks for ``ntp.service``, its restart counters know other unit names than Amazon Linux 2023,
and its health checker restarts what it checks. These ones are made for containerd, chrony and systemd.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from components.remediation.conditions import Status
from components.remediation.monitor_definitions import Check, KernelMonitor, LogRule, NodeCondition

_MOUNT = "/custom-config"
_CHECKS = Path(__file__).parent / "checks"

# Where the image of node-problem-detector has its tools.
_BASH = "/bin/bash"
_LOG_COUNTER = "/home/kubernetes/bin/log-counter"

# What to put before a program to run it with the files of the node, or with its network.
_ON_THE_NODE = ("nsenter", "--target=1", "--mount", "--")
_IN_THE_NODES_NETWORK = ("nsenter", "--target=1", "--net", "--")

# A runtime, a kubelet or an init that the kernel could not wake for 120 s is stuck for good. containerd-shim
# is left out: one shim hangs with its pod's volume, and the node is well.
_VITAL_TASKS = "containerd|dockerd|kubelet|systemd"

KERNEL = KernelMonitor(
    name="kernel-log",
    conditions=(
        NodeCondition("KernelDeadlock", "KernelHasNoDeadlock", "kernel has no deadlock"),
        NodeCondition("ReadonlyFilesystem", "FilesystemIsWritable", "filesystems are writable"),
        NodeCondition("XfsShutdown", "XfsIsRunning", "no XFS filesystem has shut down"),
        NodeCondition("CperHardwareErrorFatal", "NoFatalHardwareError", "firmware reported no fatal error"),
    ),
    rules=(
        LogRule(
            "VitalTaskHung",
            rf"INFO: task (?:{_VITAL_TASKS}):\d+ blocked for more than \d+ seconds\.",
            condition="KernelDeadlock",
        ),
        LogRule("HardLockup", r"Watchdog detected hard LOCKUP on cpu \d+", condition="KernelDeadlock"),
        LogRule(
            "FilesystemIsReadOnly",
            r"EXT4-fs \(\S+\): Remounting filesystem read-only",
            condition="ReadonlyFilesystem",
        ),
        # A shutdown that a person asked for says "User initiated" and is none of our business.
        LogRule(
            "XfsHasShutDown",
            r"XFS \(\S+\): .*(?:[Ee]rror|Corruption).* Shutting down filesystem\.?",
            condition="XfsShutdown",
        ),
        LogRule(
            "FatalHardwareError",
            r"\[Hardware Error\]: event severity: fatal",
            condition="CperHardwareErrorFatal",
        ),
        LogRule("TaskHung", r"INFO: task \S+:\d+ blocked for more than \d+ seconds\."),
        LogRule("SoftLockup", r"BUG: soft lockup - CPU#\d+ stuck for \d+s! \[.+\]"),
        LogRule("KernelOops", r"BUG: (?:unable to handle|kernel NULL pointer dereference).*"),
        LogRule("OOMKilling", r"Out of memory: Killed process \d+ \(.+\) .*"),
        LogRule("IOError", r"(?:Buffer )?I/O error(?: on|,) dev \S+,.*"),
    ),
)


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


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "chrony": Check(
            condition=NodeCondition("NTPProblem", "ClockIsSynchronised", "chronyd keeps the clock"),
            sick_reason="ClockIsNotSynchronised",
            path=_BASH,
            args=(f"{_MOUNT}/check_chrony.sh", *_ON_THE_NODE),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=10),
        ),
        "kubelet": Check(
            condition=NodeCondition(
                "KubeletUnhealthy", "KubeletIsHealthy", "the kubelet answers its health check"
            ),
            sick_reason="KubeletDoesNotAnswer",
            path=_BASH,
            args=(f"{_MOUNT}/check_kubelet.sh", "10248", *_IN_THE_NODES_NETWORK),
            interval=timedelta(seconds=30),
            timeout=timedelta(seconds=15),
        ),
        "containerd": Check(
            condition=NodeCondition(
                "ContainerRuntimeUnhealthy", "ContainerRuntimeIsHealthy", "containerd answers"
            ),
            sick_reason="ContainerRuntimeDoesNotAnswer",
            path=_BASH,
            args=(f"{_MOUNT}/check_containerd.sh", *_ON_THE_NODE),
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
)


def definition_files() -> dict[str, str]:
    """The files that node-problem-detector mounts at /custom-config: name -> content."""
    return {
        f"{KERNEL.name}.json": KERNEL.definition(),
        **{f"{name}.json": check.definition(name) for name, check in CHECKS.items()},
        **{script.name: script.read_text() for script in sorted(_CHECKS.glob("*.sh"))},
    }


def log_monitors() -> list[str]:
    """Paths of the definitions that read logs."""
    return [f"{_MOUNT}/{KERNEL.name}.json"]


def check_monitors() -> list[str]:
    """Paths of the definitions that run checks."""
    return [f"{_MOUNT}/{name}.json" for name in CHECKS]


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
    detector = (*KERNEL.conditions, *(check.condition for check in CHECKS.values()))
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
