"""Plain data out of the engine's proxies, with what is not known yet as a value of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from typing import Final, TypeAlias

from pulumi_policy import proxy


class Unknown(Enum):
    """The type of ``UNKNOWN``: a value that only the update will know."""

    UNKNOWN = "not known before the update"


UNKNOWN: Final = Unknown.UNKNOWN

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | Unknown | None"
"""What properties are made of, once out of the proxies."""

_SENTINELS: Final = frozenset(
    {
        proxy.UNKNOWN_ARCHIVE_VALUE,
        proxy.UNKNOWN_ARRAY_VALUE,
        proxy.UNKNOWN_ASSET_VALUE,
        proxy.UNKNOWN_BOOLEAN_VALUE,
        proxy.UNKNOWN_NUMBER_VALUE,
        proxy.UNKNOWN_OBJECT_VALUE,
        proxy.UNKNOWN_STRING_VALUE,
    }
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a resource's properties, such as ``instanceTypes[0]``, and what stands there."""

    path: str
    value: Plain


def plain(value: object) -> Plain:
    """A copy of ``value`` made of dicts, lists and scalars; unknown values become ``UNKNOWN``.

    Numbers without a fraction become ints: the engine sends all of them as floats.
    """
    if isinstance(value, str):
        return UNKNOWN if value in _SENTINELS else value
    if value is None or isinstance(value, bool | int | Unknown):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {key: _within(partial(value.__getitem__, key)) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_within(partial(value.__getitem__, index)) for index in range(len(value))]
    # Assets and archives: no rule looks into a file.
    return f"<{type(value).__name__}>"


def _within(read: Callable[[], object]) -> Plain:
    try:
        return plain(read())
    except proxy.UnknownValueError:
        return UNKNOWN


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
        return plain(json.loads(value))
    except ValueError:
        return None


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
