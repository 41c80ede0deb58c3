"""Durations as remediation engines take them: ``10m``, ``1h30m``, ``30s``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from guardrails.core.data import load

_GRAMMAR: Final = load("pitstop")["durations"]
_WHOLE: Final = re.compile(_GRAMMAR["pattern"])
_PART: Final = re.compile(r"([0-9.]+)([a-z]+)")


def seconds(text: str) -> float | None:
    """The duration in seconds, exact to a millisecond; None where ``text`` is none, or longer than a year."""
    if not _WHOLE.fullmatch(text):
        return None
    total = _milliseconds(text)
    if total.denominator != 1 or total > _milliseconds(_GRAMMAR["longest"]):
        return None
    return int(total) / 1000


def _milliseconds(text: str) -> Fraction:
    units = _GRAMMAR["milliseconds"]
    return sum((Fraction(number) * units[unit] for number, unit in _PART.findall(text)), Fraction())
