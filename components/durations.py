"""Durations in Go's syntax, as draino, cluster-autoscaler and the stack files write them: ``1m30s``."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from components.contract import contract

_GRAMMAR: Final = contract()["durations"]
_MILLISECONDS: Final[dict[str, int]] = _GRAMMAR["milliseconds"]
_WHOLE = re.compile(_GRAMMAR["pattern"])
_TERM = re.compile(r"([0-9.]+)([a-z]+)")


def parse_duration(text: str) -> timedelta:
    """The length of a duration such as ``10m``, ``1m30s`` or ``1.5h``, exact to a millisecond.

    Raises ValueError, which says what it must be, where the text is not one or is longer than a year.
    """
    if not _WHOLE.fullmatch(text):
        raise ValueError("must be a duration in hours, minutes and seconds, such as 10m or 1m30s")
    total = _milliseconds(text)
    if total.denominator != 1:
        raise ValueError("must be a duration in whole milliseconds, such as 1500ms")
    if total > _milliseconds(_GRAMMAR["longest"]):
        raise ValueError(f"must be a duration of at most a year, {_GRAMMAR['longest']}")
    return timedelta(milliseconds=int(total))


def _milliseconds(text: str) -> Fraction:
    return sum((Fraction(number) * _MILLISECONDS[unit] for number, unit in _TERM.findall(text)), Fraction())


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
