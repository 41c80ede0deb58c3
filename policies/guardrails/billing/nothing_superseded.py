"""What AWS has replaced by something that is cheaper or has more, at the same place in the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.kubernetes import EBS_PROVISIONERS, EC2_NODE_CLASS, STORAGE_CLASS
from guardrails.core.plain import UNKNOWN, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings

LAUNCH_CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
_SUPERSEDED: Final = "gp2"
_GAIN: Final = "set it to gp3, which is a fifth cheaper and has 3,000 IOPS at any size"
_FIXES: Final = {
    "aws:rds/instance:Instance": "set it to gp3, which costs the same and has 3,000 IOPS at any size.",
    STORAGE_CLASS: f"{_GAIN}; volumes that exist stay as they are.",
}

VOLUME_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ebs/volume:Volume": ("type",),
    "aws:ec2/instance:Instance": ("rootBlockDevice.volumeType", "ebsBlockDevices[].volumeType"),
    LAUNCH_CONFIGURATION: ("rootBlockDevice.volumeType", "ebsBlockDevices[].volumeType"),
    "aws:ec2/launchTemplate:LaunchTemplate": ("blockDeviceMappings[].ebs.volumeType",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": (
        "rootBlockDevice.volumeType",
        "ebsBlockDevices[].volumeType",
    ),
    "aws:ecs/service:Service": ("volumeConfiguration.managedEbsVolume.volumeType",),
    "aws:elasticsearch/domain:Domain": ("ebsOptions.volumeType",),
    "aws:opensearch/domain:Domain": ("ebsOptions.volumeType",),
    "aws:rds/instance:Instance": ("storageType",),
    EC2_NODE_CLASS: ("spec.blockDeviceMappings[].ebs.volumeType",),
    STORAGE_CLASS: ("parameters.type",),
}
"""Where the type of a volume stands."""


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Name launch configurations, and volumes of a type that gp3 has replaced at a fifth less."""
    if resource.type == LAUNCH_CONFIGURATION:
        fix = (
            "make a launch template of it: AWS adds nothing to launch configurations, new accounts have none."
        )
        yield Finding(resource, "type", "a launch configuration", "a launch template", fix)
    if resource.type == STORAGE_CLASS and resource.props.get("provisioner") not in (
        *EBS_PROVISIONERS,
        UNKNOWN,
    ):
        return
    for path in VOLUME_TYPES[resource.type]:
        for slot in slots(resource.props, path):
            if slot.value is UNKNOWN:
                yield Unseen(resource, slot.path)
            elif slot.value == _SUPERSEDED:
                yield Finding(resource, slot.path, "'gp2'", "'gp3'", _FIXES.get(resource.type, f"{_GAIN}."))


RULE: ResourceRule[Any] = ResourceRule(
    name="nothing-superseded",
    description="No launch configuration and no gp2 volume, which AWS has replaced.",
    severity=Severity.LOW,
    framework=well_architected("COST05-BP06"),
    tags=("billing", "volumes"),
    remediation_steps="Take launch templates and gp3.",
    url="https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html",
    settings=RuleSettings,
    level=EnforcementLevel.ADVISORY,
    applies=VOLUME_TYPES.keys().__contains__,
    check=check,
)
