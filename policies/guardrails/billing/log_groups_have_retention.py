"""Logs are not kept, and paid for, for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.checks import expect
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The log group says for how many days it keeps what it gets; 0 means for ever."""
    yield from expect(
        resource,
        "retentionInDays",
        lambda value: isinstance(value, int) and value > 0,
        "a number of days that CloudWatch knows, such as 30 or 90",
        "set retentionInDays: without it, logs are kept and paid for until somebody deletes them.",
    )


RULE: ResourceRule[Any] = ResourceRule(
    name="log-groups-have-retention",
    description="Log groups say for how long they keep logs.",
    severity=Severity.MEDIUM,
    framework=well_architected("COST04-BP05"),
    tags=("billing", "logs"),
    remediation_steps="Set the log group's retention in days.",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    settings=RuleSettings,
    applies=frozenset({"aws:cloudwatch/logGroup:LogGroup"}).__contains__,
    check=check,
)
