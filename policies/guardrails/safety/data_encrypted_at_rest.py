"""Databases, caches, streams and queues keep nothing in clear text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.demand import judge
from guardrails.safety.encryption_at_rest import ENCRYPTED


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge each property that has data encrypted."""
    yield from judge(resource, ENCRYPTED)


RULE: ResourceRule[Any] = ResourceRule(
    name="data-encrypted-at-rest",
    description="Databases, caches, streams and queues are encrypted at rest.",
    severity=Severity.HIGH,
    framework=well_architected("SEC08-BP02"),
    tags=("safety", "encryption", "data"),
    remediation_steps="Switch encryption on; the message says where that makes a new resource.",
    url="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html",
    settings=RuleSettings,
    applies=ENCRYPTED.keys().__contains__,
    check=check,
)
