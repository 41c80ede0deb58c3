"""Which node conditions something in the stack really sets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.core.clusters import CLUSTER, in_auto_mode
from guardrails.core.plain import UNKNOWN, Plain, Unknown, has_unknown, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.selfdriving.releases import releases_of, unnamed

DETECTOR: Final = "node-problem-detector"
AGENT: Final = "eks-node-monitoring-agent"
_ADDON: Final = "aws:eks/addon:Addon"

KUBELET_CONDITIONS: Final = ("Ready", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")
AGENT_CONDITIONS: Final = (
    "KernelReady",
    "NetworkingReady",
    "StorageReady",
    "ContainerRuntimeReady",
    "AcceleratedHardwareReady",
)

# The definitions in the detector's image. KernelDeadlock is left out, because its shipped rule waits for a
# task of docker, and NTPProblem, because its check asks for ntp.service: on Amazon Linux 2023 neither comes.
_SHIPPED: Final = {
    "/config/kernel-monitor.json": ("XfsShutdown", "CperHardwareErrorFatal"),
    "/config/readonly-monitor.json": ("ReadonlyFilesystem",),
    "/config/docker-monitor.json": ("CorruptDockerOverlay2",),
    "/config/kernel-monitor-counter.json": ("FrequentUnregisterNetDevice",),
    "/config/systemd-monitor-counter.json": ("FrequentKubeletRestart", "FrequentContainerdRestart"),
    "/config/health-checker-kubelet.json": ("KubeletUnhealthy",),
    "/config/health-checker-containerd.json": ("ContainerRuntimeUnhealthy",),
}
_DEFAULT_MONITORS: Final = ("/config/kernel-monitor.json", "/config/docker-monitor.json")
_CUSTOM: Final = "/custom-config/"
_LISTS: Final = ("values.settings.log_monitors", "values.settings.custom_plugin_monitors")


@dataclass(frozen=True)
class Monitored:
    """A condition that a detector sets, and the release that installs the detector."""

    type: str
    detector: Resource
    path: str


def monitored(stack: Stack) -> list[Monitored] | None:
    """The conditions that node-problem-detectors set; None where their settings can't be seen yet."""
    found: list[Monitored] = []
    if next(unnamed(stack), None) is not None:
        return None
    for release in releases_of(stack, DETECTOR):
        if _hidden(release):
            return None
        found.extend(_of_release(release))
    return found


def agent_installed(stack: Stack) -> bool | Unknown:
    """Whether EKS's node monitoring agent is among the add-ons, or built in."""
    names = [addon.props.get("addonName") for addon in stack.of_type(_ADDON)]
    modes = [in_auto_mode(cluster) for cluster in stack.of_type(CLUSTER)]
    if AGENT in names or True in modes:
        return True
    return UNKNOWN if UNKNOWN in (*names, *modes) else False


def set_conditions(stack: Stack) -> set[str] | None:
    """Every condition that something sets: the kubelet, the detectors, the agent; None as above."""
    detected, installed = monitored(stack), agent_installed(stack)
    if detected is None or installed is UNKNOWN:
        return None
    agent = AGENT_CONDITIONS if installed else ()
    return {*KUBELET_CONDITIONS, *agent, *(condition.type for condition in detected)}


def _hidden(release: Resource) -> bool:
    places = (*_LISTS, "values.settings.custom_monitor_definitions")
    return any(has_unknown(value_at(release.props, path)) for path in places)


def _of_release(release: Resource) -> Iterator[Monitored]:
    for path, file in _files(release):
        definition = _definition(release, file)
        conditions = _SHIPPED.get(file, ()) if definition is None else _set_by(definition)
        yield from (Monitored(condition, release, path) for condition in dict.fromkeys(conditions))


def _files(release: Resource) -> Iterator[tuple[str, str]]:
    if value_at(release.props, _LISTS[0]) is None:
        yield from ((_LISTS[0], file) for file in _DEFAULT_MONITORS)
    for path in _LISTS:
        yield from ((slot.path, str(slot.value)) for slot in slots(release.props, f"{path}[]"))


def _definition(release: Resource, file: str) -> Plain:
    definitions = value_at(release.props, "values.settings.custom_monitor_definitions")
    if not file.startswith(_CUSTOM) or not isinstance(definitions, dict):
        return None
    return definitions.get(file.removeprefix(_CUSTOM), "{}")


def _set_by(definition: Plain) -> Iterator[str]:
    """A permanent rule sets its condition; a condition without a rule is there and never true."""
    try:
        parsed = json.loads(str(definition))
    except ValueError:
        return
    for rule in parsed.get("rules", []) if isinstance(parsed, dict) else []:
        if rule.get("type") == "permanent" and rule.get("condition"):
            yield str(rule["condition"])
