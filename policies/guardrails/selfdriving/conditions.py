"""What remediation engines act on: ``Type=Status,duration``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from guardrails.core.data import load
from guardrails.selfdriving.durations import seconds

_GRAMMAR: Final = load("pitstop")["conditions"]
_TYPE: Final = re.compile(_GRAMMAR["type"])


@dataclass(frozen=True)
class ActedOn:
    """A node condition that an engine acts on.

    ``wait`` is in seconds, None where the engine can't read it and so never acts; ``path`` is its place.
    """

    type: str
    status: str
    wait: float | None
    path: str


def acted_on(text: str, path: str) -> ActedOn:
    """Read one condition; a bare type means ``True`` at once."""
    condition, has_status, rest = text.partition("=")
    if not has_status:
        return ActedOn(condition, "True", 0.0 if _is_type(condition) else None, path)
    status, _, duration = rest.partition(",")
    readable = _is_type(condition) and status in _GRAMMAR["statuses"]
    return ActedOn(condition, status, seconds(duration) if readable else None, path)


def _is_type(text: str) -> bool:
    return _TYPE.fullmatch(text) is not None and len(text.rpartition("/")[0]) <= _GRAMMAR["longestPrefix"]
