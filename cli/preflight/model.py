"""The words that checks and the table share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from cli.aws.needs import Needs
from cli.aws.region import Region


class Verdict(Enum):
    """Whether the stack may go up."""

    OK = "ok"
    WARN = "warning"
    FAIL = "fail"


@dataclass(frozen=True)
class Line:
    """One line of the table. ``remedy`` is what to do; empty where nothing is to be done."""

    subject: str
    verdict: Verdict
    found: str
    remedy: str = ""


Check = Callable[[Needs, Region], Iterable[Line]]
"""A check asks AWS (or this machine) and says what it found; ClientError means that it may not ask."""


def ok(subject: str, found: str) -> Line:
    """Nothing to do."""
    return Line(subject, Verdict.OK, found)


def warn(subject: str, found: str, remedy: str) -> Line:
    """May go up, and a person should know."""
    return Line(subject, Verdict.WARN, found, remedy)


def fail(subject: str, found: str, remedy: str) -> Line:
    """Would fail on the way."""
    return Line(subject, Verdict.FAIL, found, remedy)
