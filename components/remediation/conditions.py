"""When a node is sick: ``Type=Status,duration``, the syntax of draino, parsed and refused here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from components.contract import contract
from components.durations import format_duration, parse_duration

_GRAMMAR: Final = contract()["conditions"]
_TYPE = re.compile(_GRAMMAR["type"])
_SHAPE = "must be Type=Status,duration, such as Ready=Unknown,10m"


class Status(StrEnum):
    """The status of a node condition, as the Kubernetes API spells it."""

    TRUE = "True"
    FALSE = "False"
    UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Condition:
    """A node is sick when its condition ``type`` has had ``status`` for ``duration``."""

    type: str
    status: Status
    duration: timedelta

    @property
    def key(self) -> tuple[str, Status]:
        """What makes two of them the same: type and status."""
        return self.type, self.status

    def __str__(self) -> str:
        return f"{self.type}={self.status},{format_duration(self.duration)}"


def parse_condition(text: str) -> Condition:
    """A condition from ``Type=Status,duration``; a bare ``Type`` is ``Type=True,0s``.

    Raises ValueError, which says what it must be. A status without a duration is refused, because draino
    panics on it; a bad duration too, because draino silently never matches it.
    """
    type_, has_status, rest = text.partition("=")
    if not _TYPE.fullmatch(type_) or len(type_.rpartition("/")[0]) > _GRAMMAR["longestPrefix"]:
        raise ValueError(_SHAPE)
    if not has_status:
        return Condition(type_, Status.TRUE, timedelta())
    status, has_duration, duration = rest.partition(",")
    if status not in {*Status}:
        raise ValueError(f"has the status {status!r}, which must be True, False or Unknown")
    if not has_duration:
        raise ValueError(f"does not say for how long; write {type_}={status},10m")
    try:
        return Condition(type_, Status(status), parse_duration(duration))
    except ValueError as error:
        raise ValueError(f"has the duration {duration!r}, which {error}") from None


def _read(value: object) -> Condition:
    if isinstance(value, Condition):
        return value
    if isinstance(value, str):
        return parse_condition(value)
    raise ValueError(_SHAPE)


ConditionSetting = Annotated[
    Condition,
    BeforeValidator(_read),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["Ready=Unknown,10m"]}),
]
"""A setting that is written as ``Type=Status,duration`` and read as a Condition."""
