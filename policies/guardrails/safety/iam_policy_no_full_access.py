"""No policy allows everything on everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_aws
from guardrails.core.plain import UNKNOWN, Plain, Slot, has_unknown, slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.iam_documents import PERMISSIONS, one_or_many, statements


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge every document of the resource."""
    for path in PERMISSIONS[resource.type]:
        for slot in slots(resource.props, path):
            yield from _judge(resource, slot)


def _judge(resource: Resource, slot: Slot) -> Iterator[Judgement]:
    if slot.value is UNKNOWN:
        yield Unseen(resource, slot.path)
        return
    try:
        found = list(statements(slot.value))
    except ValueError:
        yield Finding(
            resource, slot.path, "text that is not JSON", "an IAM policy in JSON", "mend the document."
        )
        return
    if any(_full(statement) for statement in found):
        must = "limited: to the actions that are used, or to the resources that they are used on"
        fix = "list the actions (IAM Access Analyzer can tell which were used), or name the resources."
        yield Finding(resource, slot.path, "a statement allows action '*' on resource '*'", must, fix)
    elif has_unknown(slot.value):
        yield Unseen(resource, slot.path)


def _full(statement: dict[str, Plain]) -> bool:
    actions, resources = one_or_many(statement.get("Action")), one_or_many(statement.get("Resource"))
    every_action = "*" in actions or "*:*" in actions
    return statement.get("Effect") == "Allow" and every_action and "*" in resources


RULE: ResourceRule[Any] = ResourceRule(
    name="iam-policy-no-full-access",
    description="No IAM policy allows every action on every resource.",
    severity=Severity.CRITICAL,
    framework=cis_aws("1.16"),
    tags=("safety", "iam"),
    remediation_steps="Grant the actions that are used, on the resources that they are used on.",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    settings=RuleSettings,
    applies=PERMISSIONS.keys().__contains__,
    check=check,
)
