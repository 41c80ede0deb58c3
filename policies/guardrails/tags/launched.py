"""Tags of what a resource makes later: instances, volumes, tasks, snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.core.checks import show
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.plain import UNKNOWN, Plain, Slot, slots, value_at
from guardrails.core.resource import Resource

FARGATE: Final = ("FARGATE", "FARGATE_SPOT")


@dataclass(frozen=True)
class Switch:
    """A property that hands tags on: one of ``values`` must stand at ``path``.

    It is there where something stands at ``within``, if that is named. ``made`` says what it tags.
    """

    path: str
    values: tuple[Plain, ...]
    made: str
    within: str | None = None


def _snapshots(path: str = "copyTagsToSnapshot", made: str = "snapshots") -> Switch:
    return Switch(path, (True,), made)


_TASKS: Final = ("TASK_DEFINITION",)

SWITCHES: Final[Mapping[str, Switch]] = {
    "aws:batch/jobDefinition:JobDefinition": Switch("propagateTags", (True,), "jobs' tasks"),
    "aws:cloudwatch/eventTarget:EventTarget": Switch("ecsTarget.propagateTags", _TASKS, "tasks", "ecsTarget"),
    "aws:dlm/lifecyclePolicy:LifecyclePolicy": Switch(
        "policyDetails.schedules[].copyTags", (True,), "snapshots", "policyDetails.schedules[]"
    ),
    "aws:docdb/clusterInstance:ClusterInstance": _snapshots(),
    "aws:ecs/daemon:Daemon": Switch("propagateTags", ("SERVICE", "DAEMON", *_TASKS), "tasks"),
    "aws:ecs/service:Service": Switch("propagateTags", ("SERVICE", *_TASKS), "tasks"),
    "aws:fsx/lustreFileSystem:LustreFileSystem": _snapshots("copyTagsToBackups", "backups"),
    "aws:fsx/ontapVolume:OntapVolume": _snapshots("copyTagsToBackups", "backups"),
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": _snapshots("copyTagsToBackups", "backups"),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": _snapshots("copyTagsToBackups", "backups"),
    "aws:neptune/cluster:Cluster": _snapshots(),
    "aws:pipes/pipe:Pipe": Switch(
        "targetParameters.ecsTaskParameters.propagateTags",
        _TASKS,
        "tasks",
        "targetParameters.ecsTaskParameters",
    ),
    "aws:rds/cluster:Cluster": _snapshots(),
    "aws:rds/instance:Instance": _snapshots(),
    "aws:scheduler/schedule:Schedule": Switch(
        "target.ecsParameters.propagateTags", _TASKS, "tasks", "target.ecsParameters"
    ),
}

PLACES: Final[Mapping[str, str]] = {
    "aws:batch/computeEnvironment:ComputeEnvironment": "computeResources.tags",
    "aws:ec2/spotFleetRequest:SpotFleetRequest": "launchSpecifications[].tags",
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": "resourceTags",
}
"""Where a mapping of tags stands for what is launched."""


def switched(resource: Resource) -> Iterator[Judgement]:
    """Judge the property that hands tags on to what the resource makes."""
    switch = SWITCHES[resource.type]
    if switch.path in resource.lacks:
        return
    around = slots(resource.props, switch.within) if switch.within else [Slot("", resource.props)]
    last = switch.path.removeprefix(f"{switch.within}.")
    for place in around:
        path = f"{place.path}.{last}".removeprefix(".")
        value = value_at(place.value, last)
        if value is UNKNOWN:
            yield Unseen(resource, path)
        elif value not in switch.values:
            wanted = " or ".join(show(one) for one in switch.values)
            found = f"{show(value)}, so that {switch.made} get no tags"
            yield Finding(resource, path, found, wanted, f"set {path} to {wanted}.")


def places(resource: Resource) -> Iterator[Slot]:
    """Each mapping of tags for what the resource launches; empty where none is set."""
    path = PLACES[resource.type]
    around, _, last = path.rpartition(".")
    for slot in slots(resource.props, around) if around else [Slot("", resource.props)]:
        if slot.value is UNKNOWN or (isinstance(slot.value, dict) and _tags_itself(slot.value)):
            inner = UNKNOWN if slot.value is UNKNOWN else _mapping(slot.value, last)
            yield Slot(f"{slot.path}.{last}".removeprefix("."), inner)


def _mapping(around: Plain, key: str) -> Plain:
    return (around.get(key) or {}) if isinstance(around, dict) else UNKNOWN


def _tags_itself(launched: dict[str, Plain]) -> bool:
    """Neither Fargate, which has no instances, nor by a launch template, which is judged by itself."""
    return launched.get("type") not in FARGATE and launched.get("launchTemplate") is None
