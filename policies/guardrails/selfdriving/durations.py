"""Durations as Go programs write them: ``10m``, ``1h30m``, ``30s``."""

from __future__ import annotations

import re
from typing import Final

_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_WHOLE = re.compile(r"^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$")
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds(text: str) -> float | None:
    """The duration in seconds; None where ``text`` is no duration."""
    if text == "0":
        return 0.0
    if not _WHOLE.match(text):
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(text))
