"""The whole stack stays within its monthly budget, in the likely case and in the worst."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Note, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.cost.estimate import estimate
from guardrails.cost.table import text, untold


class BudgetSettings(RuleSettings):
    """Two limits, in USD a month."""

    expected_usd: float = Field(default=1000, gt=0)
    """With the sizes that the stack starts with."""
    worst_usd: float = Field(default=3000, gt=0)
    """With every group at its largest, on demand."""


def check(stack: Stack, settings: BudgetSettings) -> Iterator[Judgement]:
    """Compare both sums with their limits; the message has the table. What is in neither is told."""
    found = estimate(stack.resources)
    fix = "use fewer, smaller or spot instances, fewer NAT gateways, or raise the limit in the policy config."
    for case, sum_, limit in (
        ("expected", found.expected, settings.expected_usd),
        ("worst case", found.worst, settings.worst_usd),
    ):
        if sum_ > limit:
            said = f"{sum_:,.2f} USD a month\n{text(found)}"
            yield Finding(None, f"{case} cost", said, f"{limit:,.2f} USD or less", fix)
    left_out = untold(found)
    if left_out:
        yield Note(None, left_out)
    for entry in found.pending:
        yield Unseen(entry.resource, f"{entry.where} (its cost)")


RULE: StackRule[Any] = StackRule(
    name="monthly-budget",
    description="The stack's estimated cost stays within the monthly budget.",
    severity=Severity.HIGH,
    framework=well_architected("COST02-BP05"),
    tags=("billing", "budget"),
    remediation_steps="Bring the table's biggest lines down, or raise the limit where a reviewer sees it.",
    url="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    settings=BudgetSettings,
    check=check,
)
