"""Every volume is encrypted, also those that are made later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect, expect_slot, is_true
from guardrails.core.finding import Finding, Judgement
from guardrails.core.frameworks import cis_aws
from guardrails.core.kubernetes import EBS_PROVISIONERS, EC2_NODE_CLASS, STORAGE_CLASS
from guardrails.core.plain import UNKNOWN, Slot, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.launch_templates import inherits
from guardrails.safety.replacement import replacement_note

_LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_MUST: Final = "true"

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ebs/volume:Volume": ("encrypted",),
    "aws:ec2/instance:Instance": ("rootBlockDevice.encrypted",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("rootBlockDevice.encrypted",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("rootBlockDevice.encrypted",),
    "aws:efs/fileSystem:FileSystem": ("encrypted",),
    "aws:rds/instance:Instance": ("storageEncrypted",),
    "aws:rds/cluster:Cluster": ("storageEncrypted",),
}
"""Where the volume is there in any case, so that saying nothing leaves it unencrypted."""

OPTIONAL: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ec2/instance:Instance": ("ebsBlockDevices[]",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("ebsBlockDevices[]",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("ebsBlockDevices[]",),
    _LAUNCH_TEMPLATE: ("blockDeviceMappings[].ebs",),
    "aws:ec2/spotFleetRequest:SpotFleetRequest": (
        "launchSpecifications[].rootBlockDevices[]",
        "launchSpecifications[].ebsBlockDevices[]",
    ),
    "aws:ecs/service:Service": ("volumeConfiguration.managedEbsVolume",),
    "aws:imagebuilder/imageRecipe:ImageRecipe": ("blockDeviceMappings[].ebs",),
    EC2_NODE_CLASS: ("spec.blockDeviceMappings[].ebs",),
}
"""Volumes that are there where somebody asks for them; each has a property ``encrypted``."""

_SOURCES: Final = (
    "snapshotIdentifier",
    "dbClusterIdentifier",
    "replicateSourceDb",
    "replicationSourceIdentifier",
    "globalClusterIdentifier",
    "restoreToPointInTime",
)

_FIX: Final = "set encrypted to true; without a key of your own, AWS takes the account's key for volumes."


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge every volume of the resource."""
    for path in REQUIRED.get(resource.type, ()):
        if not inherits(resource, path.partition(".")[0]) and not _copies(resource, path):
            fix = f"{_FIX}{replacement_note(resource.type, path)}"
            yield from expect(resource, path, is_true, _MUST, fix)
    for path in OPTIONAL.get(resource.type, ()):
        for volume in slots(resource.props, path):
            yield from expect_slot(resource, _encryption(volume), is_true, _MUST, _FIX)
    if resource.type == _LAUNCH_TEMPLATE and not slots(resource.props, "blockDeviceMappings[].ebs"):
        fix = "map the root device with an encrypted volume: the image's own mapping is not encrypted."
        yield Finding(resource, "blockDeviceMappings", "no volume", "a volume with encrypted: true", fix)
    if resource.type == STORAGE_CLASS and resource.props.get("provisioner") in (*EBS_PROVISIONERS, UNKNOWN):
        fix = "add the parameter encrypted: 'true' (text, as Kubernetes wants it)."
        yield from expect(resource, "parameters.encrypted", is_true, "'true'", fix)


def _copies(database: Resource, path: str) -> bool:
    """Whether the database is silent, and takes its encryption from what it is made of."""
    return database.props.get(path) is None and any(database.props.get(prop) for prop in _SOURCES)


def _encryption(volume: Slot) -> Slot:
    if not isinstance(volume.value, dict):
        return volume
    return Slot(f"{volume.path}.encrypted", volume.value.get("encrypted"))


RULE: ResourceRule[Any] = ResourceRule(
    name="volumes-encrypted",
    description="Volumes are encrypted at rest, those that nodes and pods get later included.",
    severity=Severity.HIGH,
    framework=cis_aws("2.2.1"),
    tags=("safety", "encryption"),
    remediation_steps="Set encrypted on the volume, the block device mapping or the StorageClass.",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    settings=RuleSettings,
    applies=(REQUIRED.keys() | OPTIONAL.keys() | {STORAGE_CLASS}).__contains__,
    check=check,
)
