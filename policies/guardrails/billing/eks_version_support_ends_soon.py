"""A warning in time before standard support ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pulumi_policy import EnforcementLevel, Severity
from pydantic import Field

from guardrails.core import clock
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.figures.eks_calendar import calendar_as_of, newer_than_known, support_of


class NoticeSettings(RuleSettings):
    """How early to warn."""

    days: int = Field(default=60, gt=0)
    """How many days before the end of standard support the warning begins."""


def check(resource: Resource, settings: NoticeSettings) -> Iterator[Judgement]:
    """Warn while the end is near; once it has passed, eks-version-in-standard-support speaks."""
    version = resource.props.get("version")
    if version is UNKNOWN:
        yield Unseen(resource, "version")
        return
    if newer_than_known(str(version)):
        found = f"{version}, which is newer than the calendar of {calendar_as_of()} knows"
        must = "a version whose end of support is known"
        yield Finding(resource, "version", found, must, "run `make facts` to bring the calendar up to date.")
        return
    support = support_of(str(version))
    ends = support.standard_ends if support else None
    today = clock.today()
    if ends is not None and today <= ends <= today + timedelta(days=settings.days):
        found = f"{version}, whose standard support ends in {(ends - today).days} days, on {ends}"
        must = f"a version with more than {settings.days} days left"
        yield Finding(resource, "version", found, must, "plan the upgrade now: one minor version at a time.")


RULE: ResourceRule[Any] = ResourceRule(
    name="eks-version-support-ends-soon",
    description="Nobody is surprised by the end of a Kubernetes version's standard support.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Cluster upgrades"),
    tags=("billing", "eks", "upgrades"),
    remediation_steps="Plan the upgrade to the next minor version.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    settings=NoticeSettings,
    level=EnforcementLevel.ADVISORY,
    applies=frozenset({"aws:eks/cluster:Cluster"}).__contains__,
    check=check,
)
