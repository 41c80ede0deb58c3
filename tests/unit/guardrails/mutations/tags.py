"""Breaks of the tags, in every place where one can be missing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from guardrails.tags.launched import PLACES, SWITCHES
from guardrails.tags.tag_slots import NODE_CLASSES, taggable
from guardrails.tags.volumes import INSTANCE

from tests.unit.guardrails.mutations.newcomers import newcomer, put
from tests.unit.guardrails.mutations.stack import Break, Entry, RecordedStack, adding, replacing, setting

_REQUIRED: Final = ("Project", "Environment", "Owner")
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_GROUP: Final = "aws:autoscaling/group:Group"


def breaks(stack: RecordedStack) -> Iterator[Break]:
    """Every break of this kind."""
    for entry in stack.entries:
        if entry.type in taggable() and entry.provider is not None:
            yield from (_without(entry, key) for key in _REQUIRED)
            yield setting("required-tags", entry, ["tags", "Environment"], "nowhere")
    for template in stack.of_type(_TEMPLATE):
        for path, _ in template.values("tagSpecifications", "*"):
            yield setting("required-tags", template, path, None)
            yield from (setting("required-tags", template, [*path, "tags", key], None) for key in _REQUIRED)
    yield from _scaling_group(stack)
    for token in sorted(NODE_CLASSES):
        node_class = newcomer(stack, token, {})
        yield adding("required-tags", node_class.with_value(["spec", "tags"], None))
        yield from (
            adding("required-tags", node_class.with_value(["spec", "tags", key], None)) for key in _REQUIRED
        )
    yield from _volumes(stack)
    yield from _launched(stack)


def _without(entry: Entry, key: str) -> Break:
    """Neither the resource nor its provider has the tag."""
    provider = dict(entry.provider or {})
    settings: dict[str, Any] = json.loads(provider.get("defaultTags", '{"tags": {}}'))
    default: Mapping[str, str] = settings["tags"]
    provider["defaultTags"] = json.dumps(
        {"tags": {name: text for name, text in default.items() if name != key}}
    )
    bare = replace(entry.with_value(["tags", key], None), provider=provider)
    return Break("required-tags", f"{entry.name}: no tag {key}", replacing(entry, bare))


def _scaling_group(stack: RecordedStack) -> Iterator[Break]:
    group = newcomer(stack, _GROUP, {})
    for path, tag in group.values("tags", "*"):
        if tag["key"] in _REQUIRED:
            yield adding("required-tags", group.with_value([*path, "propagateAtLaunch"], False))
            yield adding("required-tags", group.with_value(path, None))


def _volumes(stack: RecordedStack) -> Iterator[Break]:
    (driver,) = [entry for entry in stack.entries if entry.inputs.get("addonName") == "aws-ebs-csi-driver"]
    configuration = json.loads(driver.inputs["configurationValues"])
    tags = configuration["controller"]["extraVolumeTags"]
    for key in _REQUIRED:
        less = {"controller": {"extraVolumeTags": {name: text for name, text in tags.items() if name != key}}}
        yield setting("required-volume-tags", driver, ["configurationValues"], json.dumps(less))
    yield setting("required-volume-tags", driver, ["configurationValues"], None)


def _launched(stack: RecordedStack) -> Iterator[Break]:
    """Each place that tags what is made later, and each switch that hands tags on."""
    for token, switch in SWITCHES.items():
        if "[]" in switch.path:
            yield adding("required-tags", newcomer(stack, token, put({}, switch.path, False)))
            continue
        good = newcomer(stack, token, put({}, switch.within, {}) if switch.within else {})
        yield adding("required-tags", good.with_value(switch.path.split("."), "NONE"))
    for token, path in PLACES.items():
        if "[]" not in path:
            yield adding("required-tags", newcomer(stack, token, put({}, path, {})))
    fleet = {"launchSpecifications": [{"instanceType": "t3.small", "tags": {}}]}
    yield adding("required-tags", newcomer(stack, "aws:ec2/spotFleetRequest:SpotFleetRequest", fleet))
    server = newcomer(stack, INSTANCE, {"instanceType": "t3.small", "volumeTags": {"Name": "web"}})
    yield adding("required-tags", server)
