"""Types of settings in words: ``whole number, 20 to 16384``, ``list of text``, ``2 or 3``."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum
from ipaddress import IPv4Network
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo

from components.remediation.conditions import Condition

MOST_VALUES_IN_A_CELL = 8
"""A longer choice is told below the table: a cell of twenty numbers makes the table unreadable."""

_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    timedelta: "duration such as `1m30s`",
    Condition: "`Type=Status,duration`",
    IPv4Network: "IPv4 range",
    JsonValue: "any value",
    Any: "any value",
}


def words(field: FieldInfo) -> str:
    """The type of a setting, with its bounds. Raises TypeError for a type that has no words here."""
    return _words(field.annotation, field.metadata)


def choices(annotation: object) -> Sequence[object]:
    """All values that a setting can have, where it is a choice; nothing where it is not."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return choices(arguments[0])
    if origin is Literal:
        return arguments
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [member.value for member in annotation]
    return ()


def nested(annotation: object) -> tuple[type[BaseModel] | None, str]:
    """The model that a setting holds, and how it is reached: ``.<name>`` in a map, ``[]`` in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return nested(arguments[0])
    if _is_map(origin):
        return nested(arguments[1])[0], ".<name>"
    if origin in (list, tuple):
        return nested(arguments[0])[0], "[]"
    if origin in (Union, types.UnionType):
        found = [nested(argument) for argument in arguments]
        return next((pair for pair in found if pair[0] is not None), (None, ""))
    return None, ""


def _words(annotation: object, metadata: Sequence[object] = ()) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(arguments[0], [*_unpacked(arguments[1:]), *metadata])
    if values := choices(annotation):
        return _choice(values)
    if origin in (Union, types.UnionType):
        kinds = [_words(argument, metadata) for argument in arguments if argument is not type(None)]
        return " or ".join(kinds)
    if origin in (list, tuple):
        entries = "blocks" if _is_model(arguments[0]) else _words(arguments[0])
        return f"list of {entries}{_length(metadata)}"
    return _map(*arguments) if _is_map(origin) else f"{_word(annotation)}{_bounds(metadata)}"


def _word(annotation: object) -> str:
    if _is_model(annotation):
        return "block"
    if annotation not in _WORDS:
        raise TypeError(f"{annotation} has no words; add them to tools/docs/setting_types.py")
    return _WORDS[annotation]


def _map(key: object, value: object) -> str:
    if _is_model(value):
        return "a block for each name"
    if _words(value) == _WORDS[JsonValue]:
        return "block of any keys"
    keys = f" for any of {_words(key)}" if choices(key) else " for each key"
    return f"{_words(value)}{keys}"


def _choice(values: Sequence[object]) -> str:
    if len(values) > MOST_VALUES_IN_A_CELL:
        return f"one of {len(values)} values"
    *most, last = [f"`{value}`" for value in values]
    return f"{', '.join(most)} or {last}" if most else last


def _bounds(metadata: Sequence[object]) -> str:
    least = next((f"{m.ge}" for m in metadata if isinstance(m, Ge)), "")
    most = next((f"{m.le}" for m in metadata if isinstance(m, Le)), "")
    above = next((f"more than {m.gt}" for m in metadata if isinstance(m, Gt)), "")
    below = next((f"less than {m.lt}" for m in metadata if isinstance(m, Lt)), "")
    if least and most:
        return f", {least} to {most}"
    told = [above, below, f"{least} at least" if least else "", f"{most} at most" if most else ""]
    return "".join(f", {part}" for part in told if part)


def _length(metadata: Sequence[object]) -> str:
    least = next((m.min_length for m in metadata if isinstance(m, MinLen)), 0)
    most = next((m.max_length for m in metadata if isinstance(m, MaxLen)), None)
    if least and most:
        return f", {least} to {most}"
    return f", {least} at least" if least else f", {most} at most" if most else ""


def _unpacked(metadata: Sequence[object]) -> list[object]:
    # Pydantic keeps the bounds of ``Field(ge=1)`` in the field's own metadata.
    found: list[object] = []
    for part in metadata:
        found.extend(part.metadata if isinstance(part, FieldInfo) else [part])
    return found


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_map(origin: object) -> bool:
    return isinstance(origin, type) and issubclass(origin, Mapping)
