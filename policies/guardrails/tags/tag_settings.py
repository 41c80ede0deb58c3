"""Which tags are required, and what they may say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.settings import Model, RuleSettings


class TagRequirement(Model):
    """What one required tag may say; without ``values`` and ``pattern`` anything but nothing."""

    values: tuple[str, ...] = ()
    """The only values allowed; empty: any."""
    pattern: str | None = None
    """A regular expression that the whole value must match."""
    fill: str | None = None
    """The value that remediation fills in where the tag is missing."""

    def accepts(self, value: str) -> bool:
        """Whether a tag may have this value."""
        if self.values and value not in self.values:
            return False
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            return False
        return bool(value.strip())

    def __str__(self) -> str:
        if self.values:
            return f"one of {', '.join(self.values)}"
        if self.pattern is not None:
            return f"text that matches {self.pattern}"
        return "set to some text"


class TagSettings(RuleSettings):
    """The required tags."""

    required: dict[str, TagRequirement] = Field(
        default={"Project": TagRequirement(), "Environment": TagRequirement(), "Owner": TagRequirement()}
    )
    """Each required tag by its key, with what it may say."""

    def fillable(self, present: Mapping[str, Plain]) -> dict[str, str]:
        """The tags that are missing and that the config can supply."""
        return {
            key: requirement.fill
            for key, requirement in self.required.items()
            if requirement.fill is not None and key not in present
        }


class LaunchTagSettings(TagSettings):
    """The required tags, and what a launch template has to put them on."""

    launch_template_resources: tuple[Literal["instance", "volume", "network-interface"], ...] = (
        "instance",
        "volume",
        "network-interface",
    )
    """What a launch template must tag at launch."""


def judge(resource: Resource, path: str, tags: Plain, settings: TagSettings, how: str) -> Iterator[Judgement]:
    """Judge one set of tags at ``path``; ``how`` tells how to add a tag there."""
    if not isinstance(tags, dict):
        yield Unseen(resource, path)
        return
    # The engine hands a config's keys over in another order each time; the message is always the same.
    required = sorted(settings.required.items())
    missing = {key: requirement for key, requirement in required if tags.get(key) is None}
    if missing:
        must = "; ".join(f"{key} {requirement}" for key, requirement in missing.items())
        yield Finding(resource, path, f"no {', no '.join(missing)}", must, how)
    for key, requirement in required:
        value = tags.get(key)
        if value is UNKNOWN:
            yield Unseen(resource, f"{path}.{key}")
        elif value is not None and not requirement.accepts(str(value)):
            yield Finding(resource, f"{path}.{key}", repr(str(value)), str(requirement), how)
