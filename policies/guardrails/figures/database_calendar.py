"""When RDS and Aurora stop supporting a major version of an engine, from dated data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from guardrails.core.data import load

_NUMBERS = re.compile(r"\d+")
_ALIASES = {"aurora": "aurora-mysql"}


@dataclass(frozen=True)
class MajorVersion:
    """A major version of an engine; a date is None where the calendar has none.

    ``extended_ends`` is the end of the Extended Support that RDS bills by vCPU.
    """

    engine: str
    version: str
    standard_ends: date | None
    extended_ends: date | None

    def in_standard(self, day: date) -> bool:
        """Whether it is in standard support on ``day``; a version without dates is the newest."""
        return self.standard_ends is None or day <= self.standard_ends


@cache
def _calendar() -> Mapping[str, tuple[MajorVersion, ...]]:
    return {
        engine: tuple(
            MajorVersion(
                engine,
                version,
                _date(dates["standard_support_ends"]),
                _date(dates["extended_support_ends"]),
            )
            for version, dates in versions.items()
        )
        for engine, versions in load("rds_versions")["engines"].items()
    }


def engines() -> frozenset[str]:
    """The engines whose versions go into Extended Support, and the older name of one."""
    return frozenset(_calendar()) | frozenset(_ALIASES)


def major_version(engine: str, version: str) -> MajorVersion | None:
    """The major version that ``version`` is of, ``8.0.mysql_aurora.3.04.0`` for instance; None if not listed.

    MySQL counts its major versions by two numbers, and so did PostgreSQL before 10.
    """
    numbers = _NUMBERS.findall(version)
    listed = {entry.version: entry for entry in _calendar()[_ALIASES.get(engine, engine)]}
    return listed.get(".".join(numbers[:2])) or listed.get(numbers[0] if numbers else "")


def supported_on(engine: str, day: date) -> list[str]:
    """The engine's major versions that are in standard support on ``day``."""
    return [entry.version for entry in _calendar()[_ALIASES.get(engine, engine)] if entry.in_standard(day)]


def extended_support_usd_per_vcpu_hour() -> float:
    """What Extended Support costs in its first two years in us-east-1; the third costs twice as much."""
    usd: float = load("rds_versions")["extended_support_usd_per_vcpu_hour"]
    return usd


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
