"""EKS's support calendar: which Kubernetes versions are supported, and until when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

Support = Literal["standard", "extended"]


@dataclass(frozen=True)
class Version:
    """A Kubernetes minor version and its days on EKS; the last day of each support counts."""

    minor: str
    released: date
    standard_ends: date
    extended_ends: date


def problem(minor: str, support: Support, today: date) -> str | None:
    """Why ``minor`` lacks the wanted ``support`` on ``today``, and what has it; None where it has."""
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


def _choice(today: date) -> str:
    fit = [version.minor for version in calendar() if version.released <= today <= version.standard_ends]
    return (
        f"write {' or '.join(reversed(fit))}"
        if fit
        else "bring the calendar in components/cluster/data up to date"
    )


@cache
def calendar() -> Sequence[Version]:
    """All known versions, oldest first."""
    text = resources.files(__package__).joinpath("data/eks_versions.json").read_text(encoding="utf-8")
    return [
        Version(
            minor=entry["version"],
            released=date.fromisoformat(entry["released"]),
            standard_ends=date.fromisoformat(entry["standard_support_ends"]),
            extended_ends=date.fromisoformat(entry["extended_support_ends"]),
        )
        for entry in json.loads(text)["versions"]
    ]
