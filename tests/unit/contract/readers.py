"""The three readers of durations and conditions, each with the same face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from guardrails.selfdriving.conditions import acted_on
from guardrails.selfdriving.durations import seconds as pack_duration

from components.durations import parse_duration as stack_duration
from components.remediation.conditions import parse_condition as stack_condition
from pitstop.conditions import parse_condition as engine_condition
from pitstop.durations import parse_duration as engine_duration

T = TypeVar("T")

Read = tuple[str, str, float]
"""Type, status and milliseconds."""


@dataclass(frozen=True)
class Reader:
    """What one package makes of a text; None where it refuses it."""

    name: str
    duration: Callable[[str], float | None]
    condition: Callable[[str], Read | None]


def _or_none(read: Callable[[str], T]) -> Callable[[str], T | None]:
    def reading(text: str) -> T | None:
        try:
            return read(text)
        except ValueError:
            return None

    return reading


def _by_stack(text: str) -> Read:
    read = stack_condition(text)
    return read.type, str(read.status), read.duration / timedelta(milliseconds=1)


def _by_engine(text: str) -> Read:
    read = engine_condition(text)
    return read.type, read.status, read.wait * 1000


def _by_pack(text: str) -> Read | None:
    read = acted_on(text, "")
    return None if read.wait is None else (read.type, read.status, read.wait * 1000)


def _pack_duration(text: str) -> float | None:
    read = pack_duration(text)
    return None if read is None else read * 1000


READERS: Final = (
    Reader(
        "stack",
        _or_none(lambda text: stack_duration(text) / timedelta(milliseconds=1)),
        _or_none(_by_stack),
    ),
    Reader("pitstop", _or_none(lambda text: engine_duration(text) * 1000), _or_none(_by_engine)),
    Reader("policy pack", _pack_duration, _by_pack),
)
