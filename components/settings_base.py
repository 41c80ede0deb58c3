"""The base of every settings model: plain frozen data that a person writes in a stack file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class BaseSettings(BaseModel):
    """Frozen, closed to unknown keys; keys are camelCase in a stack file and snake_case in Python."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        validate_default=True,
    )
