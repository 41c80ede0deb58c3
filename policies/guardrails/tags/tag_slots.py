"""Where tags stand: on the resource itself, and in the places that tag what is launched later."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from guardrails.core.checks import is_true
from guardrails.core.data import load
from guardrails.core.kubernetes import AUTO_MODE_NODE_CLASS, EC2_NODE_CLASS
from guardrails.core.plain import UNKNOWN, Plain, Slot, parsed, value_at
from guardrails.core.resource import Resource
from guardrails.tags.tag_settings import LaunchTagSettings, TagSettings

LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
NODE_CLASSES: Final = frozenset({EC2_NODE_CLASS, AUTO_MODE_NODE_CLASS})


_NO_COST_UNITS: Final = frozenset(
    {
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/objectCopy:ObjectCopy",
    }
)
"""AWS bills a bucket; an object's tags are no cost allocation tags."""


@cache
def taggable() -> frozenset[str]:
    """The tokens of all pulumi-aws types that carry tags, but for those that are no unit of cost."""
    return frozenset(load("taggable_types")["types"]) - _NO_COST_UNITS


def own_tags(resource: Resource) -> Plain:
    """The provider's default tags and the resource's own, which win; ``UNKNOWN`` if either can't be seen."""
    default = default_tags(resource)
    own = resource.props.get("tags") or {}
    if not isinstance(default, dict) or not isinstance(own, dict):
        return UNKNOWN
    return default | own


def default_tags(resource: Resource) -> Plain:
    """The tags that the resource's provider puts on everything."""
    settings = resource.provider.get("defaultTags") or {}
    # The engine keeps a provider's nested settings as JSON text.
    told = parsed(settings)
    return (told.get("tags") or {}) if isinstance(told, dict) else UNKNOWN


def launch_tags(resource: Resource, settings: LaunchTagSettings) -> Iterator[Slot]:
    """What a launch template puts on each kind of thing that it launches."""
    specifications = resource.props.get("tagSpecifications") or []
    for kind in settings.launch_template_resources:
        yield Slot(f"tagSpecifications[{kind}].tags", _specified(specifications, kind))


def _specified(specifications: Plain, kind: str) -> Plain:
    if not isinstance(specifications, list):
        return UNKNOWN
    merged: dict[str, Plain] = {}
    for specification in specifications:
        if not isinstance(specification, dict) or specification.get("resourceType") is UNKNOWN:
            return UNKNOWN
        if specification.get("resourceType") == kind:
            tags = specification.get("tags") or {}
            if not isinstance(tags, dict):
                return UNKNOWN
            merged |= tags
    return merged


def node_class_tags(resource: Resource) -> Plain:
    """The tags that Karpenter puts on instances, volumes and network interfaces."""
    return value_at(resource.props, "spec.tags") or {}


def propagated_tags(resource: Resource, settings: TagSettings) -> Plain:
    """The tags that an Auto Scaling group hands to its instances.

    A tag whose key is not known yet may be any required one that is missing.
    """
    tags = resource.props.get("tags") or []
    if not isinstance(tags, list):
        return UNKNOWN
    handed: dict[str, Plain] = {}
    hidden: dict[str, Plain] = {}
    for tag in tags:
        if not isinstance(tag, dict) or UNKNOWN in (tag.get("key"), tag.get("propagateAtLaunch")):
            hidden = dict.fromkeys(settings.required, UNKNOWN)
        elif is_true(tag.get("propagateAtLaunch")):
            handed[str(tag.get("key"))] = tag.get("value")
    return hidden | handed
