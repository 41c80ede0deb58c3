"""What holds data or the cluster can't be deleted by accident in production."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect, is_true
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings

PROTECTED: Final[Mapping[str, str]] = {
    "aws:eks/cluster:Cluster": "deletionProtection",
    "aws:rds/instance:Instance": "deletionProtection",
    "aws:rds/cluster:Cluster": "deletionProtection",
    "aws:docdb/cluster:Cluster": "deletionProtection",
    "aws:neptune/cluster:Cluster": "deletionProtection",
    "aws:dynamodb/table:Table": "deletionProtectionEnabled",
    "aws:alb/loadBalancer:LoadBalancer": "enableDeletionProtection",
    "aws:lb/loadBalancer:LoadBalancer": "enableDeletionProtection",
}
"""What AWS itself protects from deletion, and the property for it."""


class ProtectionSettings(RuleSettings):
    """Whether the stack is one to protect."""

    production: bool = False
    """Whether losing this stack would hurt: only then does the rule ask for anything."""


def check(resource: Resource, settings: ProtectionSettings) -> Iterator[Judgement]:
    """In production the protection is on."""
    if settings.production:
        path = PROTECTED[resource.type]
        fix = f"set {path} to true; to delete the resource later, set it to false first."
        yield from expect(resource, path, is_true, "true in production", fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="deletion-protection",
    description="In production, clusters and databases are protected from deletion.",
    severity=Severity.HIGH,
    framework=well_architected("SEC08-BP04"),
    tags=("safety", "production"),
    remediation_steps="Turn the resource's deletion protection on.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    settings=ProtectionSettings,
    applies=PROTECTED.keys().__contains__,
    check=check,
)
