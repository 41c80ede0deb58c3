"""Nothing that answers over the network does so in clear text."""

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
from guardrails.safety.encryption_in_transit import IN_TRANSIT


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge each property that has traffic encrypted."""
    yield from judge(resource, IN_TRANSIT, ": whoever is on the way reads it otherwise")


RULE: ResourceRule[Any] = ResourceRule(
    name="traffic-encrypted",
    description="Load balancers, caches, brokers and search domains answer over TLS.",
    severity=Severity.HIGH,
    framework=well_architected("SEC09-BP02"),
    tags=("safety", "encryption", "network"),
    remediation_steps="Listen with TLS, and redirect what still comes without.",
    url="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
    settings=RuleSettings,
    applies=IN_TRANSIT.keys().__contains__,
    check=check,
)
