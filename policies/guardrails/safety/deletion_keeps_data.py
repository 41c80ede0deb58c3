"""In production, a deleted resource leaves its data, or can't be deleted while it has some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.safety.deletion_protection import ProtectionSettings
from guardrails.safety.demand import judge
from guardrails.safety.what_a_deletion_leaves import KEEPING


def check(resource: Resource, settings: ProtectionSettings) -> Iterator[Judgement]:
    """In production nothing is deleted together with its last copy."""
    if settings.production:
        yield from judge(resource, KEEPING, ": a destroy or a replacement takes the data with it otherwise")


RULE: ResourceRule[Any] = ResourceRule(
    name="deletion-keeps-data",
    description="In production, deleting a resource leaves its data in a snapshot, or is refused.",
    severity=Severity.HIGH,
    framework=well_architected("REL09-BP03"),
    tags=("safety", "production", "data"),
    remediation_steps="Keep a final snapshot, and don't empty what is deleted by force.",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    settings=ProtectionSettings,
    applies=KEEPING.keys().__contains__,
    check=check,
)
