import json
import re
from typing import Any

import pytest

from components.remediation.conditions import Status
from components.remediation.monitors import (
    CHECKS,
    KERNEL,
    check_monitors,
    definition_files,
    log_monitors,
    monitored_conditions,
)


def fired(line: str) -> set[tuple[str, str | None]]:
    """(reason, condition) of the rules that fire on a message, matched to its end as the detector does."""
    return {(rule.reason, rule.condition) for rule in KERNEL.rules if re.search(rule.pattern + r"\Z", line)}


@pytest.mark.parametrize(
    ("line", "reason", "condition"),
    [
        ("INFO: task containerd:3245 blocked for more than 122 seconds.", "VitalTaskHung", "KernelDeadlock"),
        ("INFO: task kubelet:2101 blocked for more than 241 seconds.", "VitalTaskHung", "KernelDeadlock"),
        ("INFO: task systemd:1 blocked for more than 122 seconds.", "VitalTaskHung", "KernelDeadlock"),
        ("watchdog: Watchdog detected hard LOCKUP on cpu 3", "HardLockup", "KernelDeadlock"),
        ("NMI watchdog: Watchdog detected hard LOCKUP on cpu 12", "HardLockup", "KernelDeadlock"),
        (
            "EXT4-fs (nvme1n1p1): Remounting filesystem read-only",
            "FilesystemIsReadOnly",
            "ReadonlyFilesystem",
        ),
        (
            (
                "XFS (nvme0n1p1): Log I/O Error (0x2) detected at xlog_ioend_work [xfs]"
                " (fs/xfs/xfs_log.c:1377).  Shutting down filesystem."
            ),
            "XfsHasShutDown",
            "XfsShutdown",
        ),
        (
            (
                "XFS (nvme0n1p1): Metadata I/O Error (0x1) detected at xfs_trans_read_buf_map [xfs]"
                " (xfs_trans_buf.c:296).  Shutting down filesystem."
            ),
            "XfsHasShutDown",
            "XfsShutdown",
        ),
        (
            (
                "XFS (dm-0): Corruption of in-memory data (0x8) detected at xfs_defer_finish+0x2a1 [xfs]"
                " (xfs_defer.c:533).  Shutting down filesystem."
            ),
            "XfsHasShutDown",
            "XfsShutdown",
        ),
        ("{1}[Hardware Error]: event severity: fatal", "FatalHardwareError", "CperHardwareErrorFatal"),
        ("INFO: task java:9431 blocked for more than 122 seconds.", "TaskHung", None),
        ("watchdog: BUG: soft lockup - CPU#3 stuck for 23s! [kworker/3:1:1234]", "SoftLockup", None),
        (
            (
                "Out of memory: Killed process 4242 (java) total-vm:4194304kB, anon-rss:2097152kB,"
                " file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:4300kB oom_score_adj:986"
            ),
            "OOMKilling",
            None,
        ),
        ("BUG: kernel NULL pointer dereference, address: 0000000000000008", "KernelOops", None),
        ("BUG: unable to handle page fault for address: ffffb3c8c0a7d000", "KernelOops", None),
        (
            "I/O error, dev nvme1n1, sector 1050624 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2",
            "IOError",
            None,
        ),
        ("Buffer I/O error on dev nvme1n1, logical block 131328, async page read", "IOError", None),
    ],
)
def test_a_kernel_message_is_told(line: str, reason: str, condition: str | None) -> None:
    assert (reason, condition) in fired(line)


@pytest.mark.parametrize(
    "line",
    [
        "EXT4-fs (nvme1n1p1): mounted filesystem with ordered data mode. Quota mode: none.",
        "EXT4-fs (nvme1n1p1): re-mounted. Quota mode: none.",
        "XFS (nvme0n1p1): Mounting V5 Filesystem",
        "XFS (nvme0n1p1): User initiated shutdown received. Shutting down filesystem",
        "XFS (nvme0n1p1): Unmounting Filesystem",
        "{1}[Hardware Error]: event severity: corrected",
        "{1}[Hardware Error]: event severity: recoverable",
        "task docker-registry:77 state changed",
        "INFO: rcu_sched self-detected stall on CPU",
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd,task=java,pid=4242,uid=1000",
        "Memory cgroup out of memory: Killed process 4242 (java) total-vm:4194304kB, anon-rss:2097152kB",
        "audit: type=1400 audit(1700000000.000:42): avc:  denied  { read }",
        "eth0: renamed from veth1234567",
    ],
)
def test_a_benign_kernel_message_is_left_alone(line: str) -> None:
    assert fired(line) == set()


@pytest.mark.parametrize("task", ["containerd-shim", "java", "runc:[2:INIT]", "mycontainerd"])
def test_a_task_of_a_single_pod_that_hangs_is_no_deadlock_of_the_node(task: str) -> None:
    assert fired(f"INFO: task {task}:55 blocked for more than 122 seconds.") == {("TaskHung", None)}


def counted_pattern(check: str) -> str:
    (argument,) = (a for a in CHECKS[check].args if a.startswith("--pattern="))
    return argument.removeprefix("--pattern=")


@pytest.mark.parametrize(
    ("check", "line"),
    [
        ("kubelet-restarts", "Started kubelet.service - Kubernetes Kubelet."),
        ("kubelet-restarts", "Started kubelet.service."),
        ("kubelet-restarts", "Started Kubernetes Kubelet."),
        ("kubelet-restarts", "Started Kubelet."),
        ("containerd-restarts", "Started containerd.service - containerd container runtime."),
        ("containerd-restarts", "Started containerd container runtime."),
        (
            "unregister-netdevice",
            "unregister_netdevice: waiting for eni8f2a to become free. Usage count = 2",
        ),
    ],
)
def test_the_counters_know_how_the_journal_spells_it(check: str, line: str) -> None:
    assert re.search(counted_pattern(check) + r"\Z", line)


@pytest.mark.parametrize(
    ("check", "line"),
    [
        ("kubelet-restarts", "Stopped kubelet.service - Kubernetes Kubelet."),
        ("kubelet-restarts", "Starting kubelet.service - Kubernetes Kubelet..."),
        ("kubelet-restarts", "Started kubelet-cert-rotation.service - Rotate."),
        ("containerd-restarts", "Started cri-containerd-4f1c.scope - libcontainer container 4f1c."),
        ("containerd-restarts", "Stopping containerd.service - containerd container runtime..."),
        ("unregister-netdevice", "eni8f2a: left promiscuous mode"),
    ],
)
def test_the_counters_count_nothing_else(check: str, line: str) -> None:
    assert re.search(counted_pattern(check) + r"\Z", line) is None


def all_patterns() -> list[str]:
    return [rule.pattern for rule in KERNEL.rules] + [
        counted_pattern(name) for name, check in CHECKS.items() if check.path.endswith("log-counter")
    ]


@pytest.mark.parametrize("pattern", all_patterns())
def test_a_pattern_uses_only_what_re2_has(pattern: str) -> None:
    assert re.search(r"\(\?(?!:)|\\[1-9]|\\Z|\+\+|\*\+", pattern) is None


@pytest.mark.parametrize("pattern", all_patterns())
def test_a_pattern_has_no_alternative_outside_of_a_group(pattern: str) -> None:
    # The detector appends its end mark to the pattern as it is: it would bind to the last alternative only.
    nothing_grouped = pattern
    while re.search(r"\([^()]*\)", nothing_grouped):
        nothing_grouped = re.sub(r"\\[()]|\([^()]*\)", "", nothing_grouped)
    assert "|" not in nothing_grouped


def definition(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(definition_files()[name])
    return loaded


def test_every_monitor_that_is_named_is_a_file() -> None:
    named = [path.removeprefix("/custom-config/") for path in log_monitors() + check_monitors()]
    scripts = {name for name in definition_files() if name.endswith(".sh")}
    assert {*named} | scripts == set(definition_files())
    assert scripts == {"check_chrony.sh", "check_containerd.sh", "check_kubelet.sh"}


def test_the_kernel_monitor_reads_the_ring_buffer() -> None:
    kernel = definition("kernel-log.json")
    assert {key: kernel[key] for key in ("plugin", "logPath", "source", "lookback", "bufferSize")} == {
        "plugin": "kmsg",
        "logPath": "/dev/kmsg",
        "source": "kernel-log",
        "lookback": "5m",
        "bufferSize": 10,
    }


def test_a_rule_with_a_condition_is_permanent_and_one_without_is_an_event() -> None:
    by_reason = {rule["reason"]: rule for rule in definition("kernel-log.json")["rules"]}
    assert by_reason["FilesystemIsReadOnly"] == {
        "type": "permanent",
        "condition": "ReadonlyFilesystem",
        "reason": "FilesystemIsReadOnly",
        "pattern": r"EXT4-fs \(\S+\): Remounting filesystem read-only",
    }
    assert by_reason["IOError"] == {
        "type": "temporary",
        "reason": "IOError",
        "pattern": r"(?:Buffer )?I/O error(?: on|,) dev \S+,.*",
    }


def test_a_check_is_a_custom_plugin_with_its_script_from_the_mounted_folder() -> None:
    assert definition("chrony.json") == {
        "plugin": "custom",
        "pluginConfig": {
            "invoke_interval": "30s",
            "timeout": "10s",
            "max_output_length": 120,
            "concurrency": 1,
        },
        "source": "chrony",
        "metricsReporting": True,
        "conditions": [
            {"type": "NTPProblem", "reason": "ClockIsSynchronised", "message": "chronyd keeps the clock"}
        ],
        "rules": [
            {
                "type": "permanent",
                "condition": "NTPProblem",
                "reason": "ClockIsNotSynchronised",
                "path": "/bin/bash",
                "args": ["/custom-config/check_chrony.sh", "nsenter", "--target=1", "--mount", "--"],
                "timeout": "10s",
            }
        ],
    }


@pytest.mark.parametrize("name", CHECKS)
def test_a_checks_path_is_absolute_and_its_script_exists(name: str) -> None:
    check = CHECKS[name]
    assert check.path.startswith("/")
    mounted = [arg.removeprefix("/custom-config/") for arg in check.args if arg.startswith("/custom-config/")]
    assert set(mounted) <= set(definition_files())
    assert check.timeout < check.interval


@pytest.mark.parametrize("name", [name for name in definition_files() if name.endswith(".json")])
def test_a_rule_sets_only_a_condition_of_its_own_monitor(name: str) -> None:
    document = definition(name)
    own = {condition["type"] for condition in document["conditions"]}
    set_by_rules = {rule["condition"] for rule in document["rules"] if rule["type"] == "permanent"}
    assert set_by_rules == own


def test_no_two_monitors_keep_the_same_condition() -> None:
    documents = [definition(name) for name in definition_files() if name.endswith(".json")]
    kept = [condition["type"] for document in documents for condition in document["conditions"]]
    assert sorted(kept) == sorted(set(kept))


def test_everything_that_can_stand_on_a_node_is_known_with_what_is_healthy() -> None:
    monitored = monitored_conditions()
    assert {type_: c.monitor for type_, c in monitored.items() if c.healthy == Status.TRUE} == {
        "Ready": "kubelet",
        "KernelReady": "eks-node-monitoring-agent",
        "NetworkingReady": "eks-node-monitoring-agent",
        "StorageReady": "eks-node-monitoring-agent",
        "ContainerRuntimeReady": "eks-node-monitoring-agent",
        "AcceleratedHardwareReady": "eks-node-monitoring-agent",
    }
    assert {type_ for type_, c in monitored.items() if c.monitor == "node-problem-detector"} == {
        "KernelDeadlock",
        "ReadonlyFilesystem",
        "XfsShutdown",
        "CperHardwareErrorFatal",
        "NTPProblem",
        "KubeletUnhealthy",
        "ContainerRuntimeUnhealthy",
        "FrequentKubeletRestart",
        "FrequentContainerdRestart",
        "FrequentUnregisterNetDevice",
    }
