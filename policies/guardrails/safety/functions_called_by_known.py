"""Lambda functions are called by whom the program names, not by whoever can reach them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.demand import Demand, Demands, is_set, judge


def _signed(value: Plain) -> bool:
    return value == "AWS_IAM"


def _for_any_account(permission: Resource) -> bool | None:
    """A service calls for each of its customers; everybody is everybody."""
    principal = permission.props.get("principal")
    if principal is UNKNOWN:
        return None
    return principal == "*" or str(principal).endswith(".amazonaws.com")


CALLED: Final[Demands] = {
    "aws:lambda/functionUrl:FunctionUrl": (Demand("authorizationType", "'AWS_IAM'", _signed),),
    "aws:lambda/permission:Permission": (
        Demand(
            "sourceArn",
            "the ARN of what calls the function",
            is_set,
            unless=("sourceAccount", "principalOrgId"),
            when=_for_any_account,
        ),
    ),
}


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge who may call the function."""
    yield from judge(resource, CALLED, ": otherwise any account may have it called")


RULE: ResourceRule[Any] = ResourceRule(
    name="functions-called-by-known",
    description="Lambda functions are called by known callers.",
    severity=Severity.HIGH,
    framework=well_architected("SEC03-BP07"),
    tags=("safety", "network"),
    remediation_steps="Name the caller, or have calls signed.",
    url="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    settings=RuleSettings,
    applies=CALLED.keys().__contains__,
    check=check,
)
