"""Every taggable resource, and everything made later in its name, carries the required tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.node_groups import AUTOSCALING_GROUP
from guardrails.core.resource import Resource
from guardrails.core.rule import Props, ResourceRule
from guardrails.tags import remediation
from guardrails.tags.launched import PLACES, SWITCHES, places, switched
from guardrails.tags.tag_settings import LaunchTagSettings, judge
from guardrails.tags.tag_slots import (
    LAUNCH_TEMPLATE,
    NODE_CLASSES,
    launch_tags,
    node_class_tags,
    own_tags,
    propagated_tags,
    taggable,
)
from guardrails.tags.volumes import INSTANCE, SPOT_REQUEST, volume_tags

_ON_VOLUMES: Final = (
    "add it to volumeTags, to the device's own tags or to the default tags, which reach a device that is "
    "named (rootBlockDevice); with aws-native, set propagateTagsToVolumeOnCreation to true."
)
_HIDDEN: Final = NODE_CLASSES | SWITCHES.keys() | PLACES.keys() | {AUTOSCALING_GROUP}


def _applies(resource_type: str) -> bool:
    return resource_type in taggable() or resource_type in _HIDDEN


def check(resource: Resource, settings: LaunchTagSettings) -> Iterator[Judgement]:
    """Judge the resource's own tags, and the tags that it hands on."""
    if resource.type in taggable() and "tags" not in resource.lacks:
        package = resource.called.partition(":")[0]
        how = f"add it to the resource's tags or to the provider's default tags ({package}:defaultTags)."
        yield from judge(resource, "tags", own_tags(resource), settings, how)
    if resource.type == LAUNCH_TEMPLATE:
        how = "add a tag specification for this resource type: default tags don't reach what is launched."
        for slot in launch_tags(resource, settings):
            yield from judge(resource, slot.path, slot.value, settings, how)
    elif resource.type == AUTOSCALING_GROUP:
        how = (
            "add the tag with propagateAtLaunch set to true: default tags don't reach an Auto Scaling group."
        )
        yield from judge(resource, "tags", propagated_tags(resource, settings), settings, how)
    elif resource.type in NODE_CLASSES:
        how = "add the tag to spec.tags: default tags don't reach what Karpenter launches."
        yield from judge(resource, "spec.tags", node_class_tags(resource), settings, how)
    else:
        yield from _launched(resource, settings)


def _launched(resource: Resource, settings: LaunchTagSettings) -> Iterator[Judgement]:
    if resource.type in SWITCHES:
        yield from switched(resource)
    elif resource.type in PLACES:
        how = "add the tag there: neither the resource's own tags nor default tags reach what it launches."
        for slot in places(resource):
            yield from judge(resource, slot.path, slot.value, settings, how)
    elif resource.type == INSTANCE:
        for slot in volume_tags(resource):
            yield from judge(resource, slot.path, slot.value, settings, _ON_VOLUMES)
    elif resource.type == SPOT_REQUEST:
        how = (
            "make it an aws.ec2.Instance with instanceMarketOptions.marketType spot, whose tags are its own: "
            "those of a request stay on the request."
        )
        yield from judge(resource, "instance", {}, settings, how)


def remediate(resource: Resource, props: Props, settings: LaunchTagSettings) -> Props | None:
    """Fill in the missing tags that the config can supply; the rest is left to fail."""
    changed = False
    if resource.type in taggable():
        changed |= remediation.fill_own(resource, props, settings)
    if resource.type == LAUNCH_TEMPLATE:
        changed |= remediation.fill_launched(resource, props, settings)
    elif resource.type == AUTOSCALING_GROUP:
        changed |= remediation.fill_propagated(resource, props, settings)
    elif resource.type in NODE_CLASSES:
        changed |= remediation.fill_node_class(resource, props, settings)
    return props if changed else None


RULE: ResourceRule[Any] = ResourceRule(
    name="required-tags",
    description="Whatever can carry tags carries the required ones, hidden places included.",
    severity=Severity.MEDIUM,
    framework=well_architected("COST03-BP02"),
    tags=("tags", "cost-allocation"),
    remediation_steps=(
        "Set the tags once for all resources with the provider's default tags; add them by hand where those "
        "don't reach: launch templates and Auto Scaling groups. At level remediate the "
        "rule fills in what its config can supply."
    ),
    url="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/building-your-tagging-strategy.html",
    settings=LaunchTagSettings,
    applies=_applies,
    check=check,
    remediate=remediate,
)
