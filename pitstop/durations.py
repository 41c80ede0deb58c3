"""Durations as people write them, a part of what Go's time.ParseDuration takes: ``90s``, ``10m``, ``1h30m``.

Left out of Go's grammar: signs, units below a millisecond, a point without digits on both sides. The grammar
is published in the chart's contract.json, which the stack and the policy pack read.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
PATTERN = rf"(?:0|(?:{NUMBER}(?:ms|h|m|s))+)"
LONGEST = "8784h"
"""A leap year. More is a slip of the finger."""

_WHOLE = re.compile(PATTERN)
_PART = re.compile(rf"({NUMBER})(ms|h|m|s)")


def parse_duration(text: object) -> float:
    """Seconds in ``text``, exact to a millisecond. Raises ValueError for what is no duration, or too long."""
    if not isinstance(text, str) or not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r} is not a length of time: write it like 30s, 10m or 1h30m")
    total = _milliseconds(text)
    if total.denominator != 1:
        raise ValueError(f"{text!r} is not a whole number of milliseconds: write it like 1500ms")
    if total > _milliseconds(LONGEST):
        raise ValueError(f"{text!r} is longer than a year: write {LONGEST} or less")
    return int(total) / 1000


def _milliseconds(text: str) -> Fraction:
    return sum((Fraction(number) * MILLISECONDS[unit] for number, unit in _PART.findall(text)), Fraction())


def format_duration(seconds: float) -> str:
    """``seconds`` as a person would write them, to the second: ``1h30m``, ``45s``."""
    left = max(0, round(seconds))
    parts = []
    for unit, length in (("h", 3600), ("m", 60), ("s", 1)):
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


Duration = Annotated[
    float,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{PATTERN}$",
            "format": "go-duration",
            "examples": ["10m", "1m30s"],
        }
    ),
]
"""Seconds, at least 0."""
