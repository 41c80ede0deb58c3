"""Waivers: which findings may pass, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from guardrails.core import clock
from guardrails.core.finding import Finding, Judgement
from guardrails.core.resource import Resource
from guardrails.core.settings import Waiver


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver let pass."""

    rule: str
    finding: Finding
    waiver: Waiver

    def place(self) -> tuple[str, str, str]:
        """By what it is sorted: the resource, the property, the rule."""
        resource = self.finding.resource
        return (resource.urn if resource else "", self.finding.where, self.rule)


def covering(waivers: Sequence[Waiver], judgement: Judgement) -> Waiver | None:
    """The waiver for this resource that ends last, whether it is over or not."""
    matching = [waiver for waiver in waivers if _matches(waiver, judgement.resource)]
    return max(matching, key=lambda waiver: waiver.until, default=None)


def in_force(waiver: Waiver) -> bool:
    """Whether the waiver's last day has not passed yet."""
    return clock.today() <= waiver.until


def _matches(waiver: Waiver, resource: Resource | None) -> bool:
    if resource is None:
        return waiver.resource == "stack"
    return fnmatchcase(resource.name, waiver.resource) or fnmatchcase(resource.urn, waiver.resource)
