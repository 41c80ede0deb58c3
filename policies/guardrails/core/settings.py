"""The base of every rule's settings, and their JSON schema in the form that the engine takes."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import pulumi_policy
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    """Frozen, closed to unknown keys; keys are camelCase in a config file and snake_case in Python."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )


class Waiver(Model):
    """Leave to break a rule, for a reason and for a time."""

    resource: str = Field(min_length=1)
    """Name or URN of the resource; ``*`` stands for any characters; ``stack`` for the stack itself."""
    reason: str = Field(min_length=10)
    """Why the rule may be broken here: shown in the output."""
    until: date
    """Last day of the waiver, as ``YYYY-MM-DD``: the finding is back on the next day."""


class RuleSettings(Model):
    """What every rule can be told."""

    waivers: tuple[Waiver, ...] = ()
    """Resources that may break this rule, each with a reason and an end date."""


S = TypeVar("S", bound=RuleSettings)


def config_schema(settings: type[RuleSettings]) -> pulumi_policy.PolicyConfigSchema:
    """The schema of ``settings`` for the engine, which resolves no references: definitions stand inline."""
    schema = settings.model_json_schema(by_alias=True)
    properties = {key: _inline(value, schema.get("$defs", {})) for key, value in schema["properties"].items()}
    return pulumi_policy.PolicyConfigSchema(properties, schema.get("required"))


def _inline(node: object, definitions: dict[str, dict[str, Any]]) -> Any:  # noqa: ANN401  (JSON has no type)
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].removeprefix("#/$defs/")
        rest = {key: value for key, value in node.items() if key != "$ref"}
        return _inline(definitions[name] | rest, definitions)
    return {key: _inline(value, definitions) for key, value in node.items() if key not in {"$defs", "title"}}
