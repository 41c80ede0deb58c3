"""Node groups bring their own launch template: the one that EKS makes is open in several ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.checks import expect
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The group names a launch template; the other rules judge what that template says."""
    yield from expect(
        resource,
        "launchTemplate",
        lambda value: isinstance(value, dict) and bool(value),
        "a launch template of your own: EKS's has hop limit 2, an unencrypted volume and no tags",
        "make a launch template with encrypted volumes, IMDSv2 and tag specifications, and name it here.",
    )


RULE: ResourceRule[Any] = ResourceRule(
    name="node-groups-have-launch-template",
    description="Node groups are launched from a template that can be judged.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Security: protecting the infrastructure"),
    tags=("safety", "nodes"),
    remediation_steps="Create a launch template, and give its id and version to the node group.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
    settings=RuleSettings,
    applies=frozenset({"aws:eks/nodeGroup:NodeGroup"}).__contains__,
    check=check,
)
