"""Plain data, with what is not known yet as a value of its own, and paths into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final, TypeAlias


class Unknown(Enum):
    """The type of ``UNKNOWN``: a value that only the update will know."""

    UNKNOWN = "not known before the update"


UNKNOWN: Final = Unknown.UNKNOWN

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | Unknown | None"
"""What properties are made of, once decoded."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a resource's properties, such as ``instanceTypes[0]``, and what stands there."""

    path: str
    value: Plain


def has_unknown(value: Plain) -> bool:
    """Whether anything inside is not known yet."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN


def parsed(value: Plain) -> Plain:
    """What JSON text says; nothing where it is no JSON, which AWS itself refuses. Other values stay."""
    if not isinstance(value, str):
        return value
    try:
        made: Plain = json.loads(value)
    except ValueError:
        return None
    return made


def slots(props: Plain, path: str) -> list[Slot]:
    """Every value at ``path``, such as ``overrides[].instanceType``; nothing where the path is absent.

    Where a step on the way is not known yet, the slot stands there, with ``UNKNOWN`` as its value.
    """
    found = [Slot("", props)]
    for step in _steps(path):
        found = [slot for parent in found for slot in _step(parent, step)]
    return [slot for slot in found if slot.value is not None]


def value_at(props: Plain, path: str) -> Plain:
    """The value at a path without lists, ``UNKNOWN`` where it can't be seen yet, None where it is absent."""
    found = slots(props, path)
    return found[0].value if found else None


@cache
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.replace("[]", ".[]").split("."))


def _step(parent: Slot, step: str) -> Iterator[Slot]:
    if parent.value is UNKNOWN:
        yield parent
    elif step == "[]":
        if isinstance(parent.value, list):
            for index, item in enumerate(parent.value):
                yield Slot(f"{parent.path}[{index}]", item)
    elif isinstance(parent.value, dict) and step in parent.value:
        yield Slot(f"{parent.path}.{step}" if parent.path else step, parent.value[step])
