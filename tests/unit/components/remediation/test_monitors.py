import json
import re
from typing import Any

import pytest

from components.remediation.conditions import Status
from components.remediation.kernel_log import EVENTS, FATAL
from components.remediation.monitors import (
    NODE,
    check_monitors,
    checks,
    definition_files,
    log_monitors,
    monitored_conditions,
)

CHECKS = checks(NODE)


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
    return [rule.pattern for rule in (*EVENTS.rules, *FATAL.rules)] + [
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
    assert scripts == {"check_chrony.sh", "check_containerd.sh", "check_disks.sh", "check_kubelet.sh"}


@pytest.mark.parametrize(("name", "lookback"), [("kernel-log", "5m"), ("kernel-fatal", "8760h")])
def test_a_kernel_monitor_reads_the_ring_buffer(name: str, lookback: str) -> None:
    kernel = definition(f"{name}.json")
    assert {key: kernel[key] for key in ("plugin", "logPath", "source", "lookback", "bufferSize")} == {
        "plugin": "kmsg",
        "logPath": "/dev/kmsg",
        "source": name,
        "lookback": lookback,
        "bufferSize": 10,
    }


def test_a_rule_with_a_condition_is_permanent_and_one_without_is_an_event() -> None:
    fatal, *_ = definition("kernel-fatal.json")["rules"]
    assert fatal == {
        "type": "permanent",
        "condition": "KernelDeadlock",
        "reason": "HardLockup",
        "pattern": r"Watchdog detected hard LOCKUP on cpu \d+",
    }
    by_reason = {rule["reason"]: rule for rule in definition("kernel-log.json")["rules"]}
    assert by_reason["FilesystemIsReadOnly"] == {
        "type": "temporary",
        "reason": "FilesystemIsReadOnly",
        "pattern": r"EXT4-fs \(\S+\): Remounting filesystem read-only",
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
        "HardwareFailure",
        "NTPProblem",
        "KubeletUnhealthy",
        "ContainerRuntimeUnhealthy",
        "FrequentKubeletRestart",
        "FrequentContainerdRestart",
        "FrequentUnregisterNetDevice",
    }
