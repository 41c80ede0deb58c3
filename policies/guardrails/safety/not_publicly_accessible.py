"""Databases, brokers and search domains have no address on the internet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import cis_aws
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.demand import judge
from guardrails.safety.exposure import EXPOSED


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge each property that puts the resource on the internet."""
    yield from judge(resource, EXPOSED, ", and reach it from inside the network")


RULE: ResourceRule[Any] = ResourceRule(
    name="not-publicly-accessible",
    description="Databases, brokers and search domains have no address on the internet.",
    severity=Severity.CRITICAL,
    framework=cis_aws("2.3.3"),
    tags=("safety", "network", "data"),
    remediation_steps="Take the public address away; connect through the VPC, a VPN or a bastion.",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    settings=RuleSettings,
    applies=EXPOSED.keys().__contains__,
    check=check,
)
