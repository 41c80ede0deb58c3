"""A Helm release that fails leaves nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.checks import expect, is_true
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.kubernetes import RELEASE
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The release is atomic."""
    fix = "set atomic to true: a failed install is removed, a failed upgrade goes back."
    yield from expect(resource, "atomic", is_true, "true", fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="helm-release-atomic",
    description="A Helm release that fails is rolled back.",
    severity=Severity.MEDIUM,
    framework=well_architected("OPS06-BP01"),
    tags=("safety", "helm"),
    remediation_steps="Set atomic on the release.",
    url="https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/",
    settings=RuleSettings,
    applies=frozenset({RELEASE}).__contains__,
    check=check,
)
