"""EKS's support calendar: which Kubernetes versions are supported, and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from facts.files import load

Support = Literal["standard", "extended"]

_MINOR = re.compile(r"[1-9][0-9]?\.(?:0|[1-9][0-9]{0,2})")


@dataclass(frozen=True)
class Version:
    """A Kubernetes minor version and its days on EKS; the last day of each support counts."""

    minor: str
    released: date
    standard_ends: date
    extended_ends: date


def problem(minor: str, support: Support, today: date) -> str | None:
    """Why ``minor`` lacks the wanted ``support`` on ``today``, and what has it; None where it has.

    None as well for one that is newer than the calendar: see ``newer_than_known``.
    """
    if not _MINOR.fullmatch(minor):
        return f"must be a minor version of Kubernetes, not {minor!r}; {_choice(today)}"
    if newer_than_known(minor):
        return None
    version = next((version for version in calendar() if version.minor == minor), None)
    if version is None:
        return f"must be a version that EKS supports, not {minor!r}; {_choice(today)}"
    if today > version.extended_ends:
        return (
            f"must be a supported version; EKS ended all support of {minor} on {version.extended_ends}; "
            f"{_choice(today)}"
        )
    if support == "standard" and today > version.standard_ends:
        return (
            f"must be in standard support, which ended for {minor} on {version.standard_ends}; "
            f"{_choice(today)}, or set upgradePolicy: extended at six times the control plane's price"
        )
    return None


def newer_than_known(minor: str) -> str | None:
    """What is not known of a version that is newer than the calendar; None where all is."""
    if not _MINOR.fullmatch(minor) or _number(minor) <= _number(calendar()[-1].minor):
        return None
    known = f"the calendar of {load('eks_versions')['as_of']}, which ends with {calendar()[-1].minor}"
    return f"is newer than {known}: nothing is known of its support; run `make facts` to ask EKS"


def _choice(today: date) -> str:
    fit = [version.minor for version in calendar() if version.released <= today <= version.standard_ends]
    return f"write {' or '.join(reversed(fit))}" if fit else "run `make facts` to see which there are"


def _number(minor: str) -> tuple[int, ...]:
    return tuple(int(part) for part in minor.split("."))


@cache
def calendar() -> Sequence[Version]:
    """All versions with known dates, oldest first."""
    return [
        Version(
            minor=minor,
            released=date.fromisoformat(dates["released"]),
            standard_ends=date.fromisoformat(dates["standard_support_ends"]),
            extended_ends=date.fromisoformat(dates["extended_support_ends"]),
        )
        for minor, dates in load("eks_versions")["versions"].items()
        if all(dates.values())
    ]
