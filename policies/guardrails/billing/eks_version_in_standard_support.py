"""The cluster's Kubernetes version is in standard support: extended support costs six times as much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core import clock
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.figures.eks_calendar import calendar_as_of, newer_than_known, support_of, supported_on


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge the version by today's date; where none is set EKS takes a supported one.

    Of one that is newer than the calendar, eks-version-support-ends-soon tells that nothing is known.
    """
    version = resource.props.get("version")
    if version is UNKNOWN:
        yield Unseen(resource, "version")
    elif version is not None and not newer_than_known(str(version)):
        yield from _judge(resource, str(version))


def _judge(resource: Resource, version: str) -> Iterator[Judgement]:
    support = support_of(version)
    must = f"in standard support: {', '.join(supported_on(clock.today()))}"
    fix = "upgrade one minor version at a time, the add-ons and nodes after the control plane."
    if support is None:
        found = f"{version}, which the calendar of {calendar_as_of()} doesn't know"
        yield Finding(resource, "version", found, must, fix)
    elif not support.in_standard(clock.today()):
        found = (
            f"{version}, in standard support until {support.standard_ends} only (then 0.60 USD/h, not 0.10)"
        )
        yield Finding(resource, "version", found, must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="eks-version-in-standard-support",
    description="The cluster runs a Kubernetes version in standard support.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Cluster upgrades"),
    tags=("billing", "eks", "upgrades"),
    remediation_steps="Upgrade the cluster to a version in standard support.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    settings=RuleSettings,
    applies=frozenset({"aws:eks/cluster:Cluster"}).__contains__,
    check=check,
)
