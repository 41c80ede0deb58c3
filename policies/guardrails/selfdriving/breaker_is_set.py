"""An engine stops when so much is sick at once that acting would make it worse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.plain import UNKNOWN
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import engines, hidden_engines


class BreakerSettings(RuleSettings):
    """When an engine must have stopped."""

    max_share: float = Field(default=0.5, gt=0, lt=1)
    """The largest share of a node group that may be sick while the engine still acts."""


def check(stack: Stack, settings: BreakerSettings) -> Iterator[Judgement]:
    """Judge the breaker of every engine that has one; one that is not set keeps the engine's own 20 %."""
    yield from hidden_engines(stack)
    for engine in engines(stack):
        breaker = engine.breaker
        if breaker is None:
            continue
        if breaker.value is UNKNOWN:
            yield Unseen(engine.resource, breaker.path)
            continue
        share = breaker.value if isinstance(breaker.value, int | float) else 1
        if not 0 < share <= settings.max_share:
            found = f"{share:.0%} of the nodes may be sick before {engine.name} stops"
            must = f"{settings.max_share:.0%} or less"
            fix = "leave it out for the engine's own 20 %, or lower it: a bad rollout makes all nodes sick."
            yield Finding(engine.resource, breaker.path, found, must, fix)


RULE: StackRule[Any] = StackRule(
    name="breaker-is-set",
    description="Remediation stops when too much is sick at once.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving", "engine"),
    remediation_steps="Lower the share at which the engine stops.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/node-health.html",
    settings=BreakerSettings,
    check=check,
)
