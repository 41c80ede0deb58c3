"""The words that finders, the deletion and the table share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

GLOBAL = "global"
"""Stands where a region would, for kinds that IAM keeps once for an account."""


class Decision(Enum):
    """What ``--delete`` does with a leftover."""

    DELETE = "delete"
    UNSURE = "in doubt: kept"
    ALREADY_DELETING = "going already"


@dataclass(frozen=True)
class Leftover:
    """One thing of one cluster. ``usd_per_month`` is None where no price is known."""

    kind: str
    id: str
    region: str
    evidence: str
    decision: Decision = Decision.DELETE
    why: str = ""
    """Why it is in doubt, or until when it is going; empty where it is simply deleted."""
    usd_per_month: float | None = 0.0

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same thing in two lists."""
        return (self.kind, self.region, self.id)


@dataclass(frozen=True)
class Unseen:
    """A kind that could not be listed: the proof that nothing is left has a hole there."""

    kind: str
    region: str
    error: str


@dataclass(frozen=True)
class Failure:
    """A leftover that is still there after everything that was tried."""

    leftover: Leftover
    error: str
