"""Volumes that Kubernetes makes carry the required tags, by StorageClass or by the driver's settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.kubernetes import EBS_PROVISIONERS, RELEASE, STORAGE_CLASS
from guardrails.core.plain import UNKNOWN, Plain, parsed, value_at
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.stack import Stack
from guardrails.tags.tag_settings import TagSettings, judge

ADDON: Final = "aws:eks/addon:Addon"
_DRIVER: Final = "aws-ebs-csi-driver"
_DRIVER_TAGS: Final = "controller.extraVolumeTags"
_TAG_PARAMETER = re.compile(r"^tagSpecification_\d+$")


def check(stack: Stack, settings: TagSettings) -> Iterator[Judgement]:
    """Judge every StorageClass of EBS volumes with what the driver adds to each volume."""
    classes = [found for found in stack.of_type(STORAGE_CLASS) if _makes_ebs_volumes(found)]
    common = _driver_tags(stack) if classes else {}
    how = (
        "set controller.extraVolumeTags of the add-on aws-ebs-csi-driver, or tagSpecification_N: 'key=value'."
    )
    for storage_class in classes:
        own = _own_tags(storage_class)
        if storage_class.props.get("provisioner") is UNKNOWN:
            yield Unseen(storage_class, "provisioner")
            continue
        if not isinstance(common, dict) or not isinstance(own, dict):
            yield Unseen(storage_class, "parameters" if isinstance(common, dict) else f"{_DRIVER}'s settings")
            continue
        yield from judge(storage_class, "parameters", common | own, settings, how)


def _makes_ebs_volumes(storage_class: Resource) -> bool:
    return storage_class.props.get("provisioner") in (*EBS_PROVISIONERS, UNKNOWN)


def _own_tags(storage_class: Resource) -> Plain:
    parameters = storage_class.props.get("parameters") or {}
    if not isinstance(parameters, dict):
        return UNKNOWN
    found = [value for name, value in parameters.items() if _TAG_PARAMETER.match(name)]
    if UNKNOWN in found:
        return UNKNOWN
    pairs = (str(value).partition("=") for value in found)
    return {key: text for key, _, text in pairs}


def _driver_tags(stack: Stack) -> Plain:
    merged: dict[str, Plain] = {}
    for settings in _driver_settings(stack):
        tags = value_at(settings, _DRIVER_TAGS) or {}
        if not isinstance(tags, dict):
            return UNKNOWN
        merged |= tags
    return merged


def _driver_settings(stack: Stack) -> Iterator[Plain]:
    for addon in stack.of_type(ADDON):
        name = addon.props.get("addonName")
        if name in (_DRIVER, UNKNOWN):
            yield UNKNOWN if name is UNKNOWN else parsed(addon.props.get("configurationValues"))
    for release in stack.of_type(RELEASE):
        chart = release.props.get("chart")
        if chart is UNKNOWN or _DRIVER in str(chart):
            yield UNKNOWN if chart is UNKNOWN else release.props.get("values")


RULE: StackRule[Any] = StackRule(
    name="required-volume-tags",
    description="Volumes that Kubernetes makes carry the required tags.",
    severity=Severity.MEDIUM,
    framework=well_architected("COST03-BP02"),
    tags=("tags", "cost-allocation", "volumes"),
    remediation_steps="Tell the EBS CSI driver the tags for all volumes, or each StorageClass its own.",
    url="https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md",
    settings=TagSettings,
    check=check,
)
