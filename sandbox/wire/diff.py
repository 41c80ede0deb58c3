"""What differs between old and new inputs, property by property, and whether it makes a new resource."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.wire.values import is_unknown

DEFAULTS_KEY = "__defaults"
"""Where inputs keep the names of the properties that the provider, not the program, filled in."""


class Change(enum.Enum):
    """How one property changes."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True)
class PropertyChange:
    """One changed property: its path as the engine writes it (``tags.team``, ``subnetIds[0]``)."""

    path: str
    change: Change
    replaces: bool

    @property
    def top(self) -> str:
        """The top-level property that the path starts with."""
        return self.path.split(".", 1)[0].split("[", 1)[0]


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], replace_on: frozenset[str]
) -> list[PropertyChange]:
    """All changes from ``old`` to ``new`` inputs; an unknown new value counts as a change.

    ``replace_on`` holds top-level names (``cidrBlock``) or dotted paths without indexes
    (``vpcConfig.subnetIds``).
    """
    return [
        PropertyChange(path, change, _replaces(path, replace_on))
        for path, change in _walk("", _visible(old), _visible(new))
    ]


def _visible(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if not key.startswith("__")}


def _walk(path: str, old: object, new: object) -> Iterator[tuple[str, Change]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            child = _child(path, key)
            if key not in new:
                yield child, Change.DELETE
            elif key not in old:
                yield child, Change.ADD
            else:
                yield from _walk(child, old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _walk(f"{path}[{index}]", before, after)
    elif is_unknown(new) or old != new:
        yield path, Change.UPDATE


def _child(path: str, key: str) -> str:
    plain = key.replace("_", "").replace("-", "").isalnum()
    step = key if plain else f'["{key}"]'
    if not path:
        return step
    return f"{path}.{step}" if plain else f"{path}{step}"


def _replaces(path: str, replace_on: frozenset[str]) -> bool:
    steps = _without_indexes(path).split(".")
    return any(".".join(steps[: count + 1]) in replace_on for count in range(len(steps)))


def _without_indexes(path: str) -> str:
    kept = []
    depth = 0
    for character in path:
        depth += character == "["
        if depth == 0:
            kept.append(character)
        depth -= character == "]"
    return "".join(kept)
