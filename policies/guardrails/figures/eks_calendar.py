"""When EKS stops supporting a Kubernetes version, from dated data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from guardrails.core.data import load

_MINOR = re.compile(r"[1-9][0-9]?\.(?:0|[1-9][0-9]{0,2})")


@dataclass(frozen=True)
class Support:
    """The support of one version; a date is None where the calendar doesn't tell it yet."""

    version: str
    standard_ends: date | None
    extended_ends: date | None

    def in_standard(self, day: date) -> bool:
        """Whether the version is in standard support on ``day``; a version without dates is the newest."""
        return self.standard_ends is None or day <= self.standard_ends


@cache
def calendar() -> tuple[Support, ...]:
    """All versions of the calendar, the oldest first."""
    return tuple(
        Support(version, _date(dates["standard_support_ends"]), _date(dates["extended_support_ends"]))
        for version, dates in load("eks_versions")["versions"].items()
    )


def support_of(version: str) -> Support | None:
    """The support of ``version``, such as ``1.35``; None where the calendar doesn't list it."""
    return next((support for support in calendar() if support.version == version), None)


def newer_than_known(version: str) -> bool:
    """Whether ``version`` is a Kubernetes minor beyond the last one whose dates the calendar knows."""
    newest = max(_number(support.version) for support in calendar() if support.standard_ends)
    return _MINOR.fullmatch(version) is not None and _number(version) > newest


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def supported_on(day: date) -> list[str]:
    """The versions that are in standard support on ``day``, with dates that the calendar knows."""
    return [support.version for support in calendar() if support.standard_ends and support.in_standard(day)]


def calendar_as_of() -> str:
    """The date of the calendar, as ``YYYY-MM-DD``."""
    day: str = load("eks_versions")["as_of"]
    return day


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
