"""Which values of a resource the program marked as secret.

The engine tells a rule only while it remediates: in a validation all values look alike. So the rule looks
then, changes nothing, and remembers for the validation that follows at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

from pulumi_policy.secret import Secret

_TARGET = "__target"


class SecretMarks:
    """The paths of secret values, by URN."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._paths: dict[str, frozenset[str]] = {}

    def look(self, urn: str, values: Mapping[str, object], prop: str) -> None:
        """Remember what is secret in the property ``prop`` of ``values``, the engine's own view."""
        paths = frozenset(_secret_paths(_unwrapped(values).get(prop), prop))
        with self._lock:
            self._paths[urn] = paths

    def covers(self, urn: str, path: str) -> bool:
        """Whether the value at ``path``, or something around it, is secret."""
        with self._lock:
            marked = self._paths.get(urn, frozenset())
        return any(path == mark or path.startswith((f"{mark}.", f"{mark}[")) for mark in marked)


def _unwrapped(view: Mapping[str, object]) -> Mapping[str, object]:
    target = view[_TARGET]
    return target if isinstance(target, Mapping) else view


def _secret_paths(value: object, path: str) -> Iterator[str]:
    if isinstance(value, Secret):
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _secret_paths(item, f"{path}.{key}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _secret_paths(item, f"{path}[{index}]")
