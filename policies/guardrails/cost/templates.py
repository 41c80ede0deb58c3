"""Which launch template a group or an instance is launched from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, Unknown, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Linked, Stack

LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_MIXED: Final = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification"


def template_of(stack: Stack, launched: Resource) -> Resource | Unknown | None:
    """The launch template; None where there is none in this stack, ``UNKNOWN`` where that can't be told yet.

    A program names it by id or by name.
    """
    found = [link for link in _links(stack, launched) if link.members or link.missing]
    if not found:
        return None
    return next((link.only for link in found if link.only is not None), UNKNOWN)


def _links(stack: Stack, launched: Resource) -> Iterator[Linked]:
    for prop, path, by_id, by_name in (
        ("launchTemplate", "launchTemplate", "id", "name"),
        ("mixedInstancesPolicy", _MIXED, "launchTemplateId", "launchTemplateName"),
    ):
        for key, kind in ((by_id, "id"), (by_name, "name")):
            value = _given(launched, f"{path}.{key}")
            read = _id if kind == "id" else _name
            yield stack.linked(launched, prop, value, LAUNCH_TEMPLATE, read)


def _given(launched: Resource, path: str) -> Plain:
    value = value_at(launched.props, path)
    return value if isinstance(value, str) or value is UNKNOWN else None


def _id(template: Resource) -> object:
    return template.id


def _name(template: Resource) -> object:
    return template.props.get("name")
