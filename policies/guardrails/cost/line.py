"""One line of a bill, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.core.resource import Resource


@dataclass(frozen=True)
class Line:
    """What one resource costs, in USD a month.

    ``expected`` is for the sizes that the stack starts with, ``worst`` for the largest, on demand.
    """

    resource: Resource
    what: str
    expected: float
    worst: float


@dataclass(frozen=True)
class Unpriced:
    """Something that costs money, and how much is not known here."""

    resource: Resource
    why: str


@dataclass(frozen=True)
class Pending:
    """Something whose cost depends on a value that only the update will know."""

    resource: Resource
    where: str


@dataclass(frozen=True)
class ByUse:
    """Something billed only by what is used of it, which no program tells."""

    resource: Resource


Entry = Line | Unpriced | Pending | ByUse
