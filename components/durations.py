"""Durations in Go's syntax, as draino, cluster-autoscaler and the stack files write them: ``1m30s``."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
_TERM = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)", re.ASCII)
_WHOLE = re.compile(rf"(?:{_TERM.pattern})+", re.ASCII)

# Longer is a slip of the finger, and endless is more than a timedelta holds.
_LONGEST = timedelta(days=366)


def parse_duration(text: str) -> timedelta:
    """The length of a duration such as ``10m``, ``1m30s`` or ``1.5h``, exact to a millisecond.

    Raises ValueError, which says what it must be, where the text is not one or is longer than a year.
    """
    if not _WHOLE.fullmatch(text):
        raise ValueError("must be a duration in hours, minutes and seconds, such as 10m or 1m30s")
    total = sum(Fraction(number) * _MILLISECONDS[unit] for number, unit in _TERM.findall(text))
    if total.denominator != 1:
        raise ValueError("must be a duration in whole milliseconds, such as 1500ms")
    if total > _LONGEST / timedelta(milliseconds=1):
        raise ValueError(f"must be a duration of at most a year, {format_duration(_LONGEST)}")
    return timedelta(milliseconds=int(total))


def format_duration(duration: timedelta) -> str:
    """The shortest text that parses to ``duration``: ``1h30m``, ``90s`` is ``1m30s``, nothing is ``0s``."""
    rest = round(duration / timedelta(milliseconds=1))
    terms = []
    for unit, size in _MILLISECONDS.items():
        count, rest = divmod(rest, size)
        if count:
            terms.append(f"{count}{unit}")
    return "".join(terms) or "0s"


def _read(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str):
        return parse_duration(value)
    raise ValueError("must be a duration as text, such as 10m or 1m30s")


Duration = Annotated[
    timedelta,
    BeforeValidator(_read),
    PlainSerializer(format_duration),
    WithJsonSchema({"type": "string", "examples": ["10m", "1m30s"]}),
]
"""A setting that is written as ``1m30s`` and read as a timedelta."""
