"""Shows which findings waivers let pass, so that they are not forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Whatever the rules before this one have let pass in this run."""
    for waived in stack.waived:
        found, waiver = waived.finding, waived.waiver
        yield Finding(
            found.resource,
            found.where,
            f"{found.found}, which {waived.rule} lets pass until {waiver.until}: {waiver.reason}",
            f"{found.must}, once the waiver has ended",
            f"before {waiver.until}, {found.fix}",
            shown=found.shown,
        )


RULE: StackRule[Any] = StackRule(
    name="waivers-in-force",
    description="Waivers are seen for as long as they hold.",
    severity=Severity.LOW,
    framework=well_architected("SEC01-BP08"),
    tags=("waivers",),
    remediation_steps="Mend what the waiver covers, and remove it from the policy config.",
    url="https://www.pulumi.com/docs/insights/policy/",
    settings=RuleSettings,
    level=EnforcementLevel.ADVISORY,
    check=check,
)
