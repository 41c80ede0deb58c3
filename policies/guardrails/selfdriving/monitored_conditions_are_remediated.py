"""A permanent problem that is seen and not acted on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import engines, hidden_engines
from guardrails.selfdriving.monitored import monitored


class AlertSettings(RuleSettings):
    """What is watched for people only."""

    alert_only: tuple[str, ...] = ("NTPProblem",)
    """Conditions that a fresh node would have just as well, so that nobody should act on them."""


def check(stack: Stack, settings: AlertSettings) -> Iterator[Judgement]:
    """Where there is an engine, it acts on every permanent problem that a detector sets."""
    hidden = list(hidden_engines(stack))
    yield from hidden
    acting = list(engines(stack))
    if hidden or not acting:
        return
    detected = monitored(stack)
    if detected is None or any(engine.unseen for engine in acting):
        yield Unseen(acting[0].resource, "its conditions, or those of node-problem-detector")
        return
    handled = {condition.type for engine in acting for condition in engine.conditions} | {
        *settings.alert_only
    }
    for condition in detected:
        if condition.type not in handled:
            found = f"it sets {condition.type}, on which no engine acts"
            must = "acted on, or listed in alertOnly"
            fix = (
                f"add {condition.type}=True with a wait to the engine's conditions, or list it in alertOnly."
            )
            yield Finding(condition.detector, condition.path, found, must, fix)


RULE: StackRule[Any] = StackRule(
    name="monitored-conditions-are-remediated",
    description="A permanent problem that a monitor reports is one that somebody acts on.",
    severity=Severity.LOW,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving", "monitoring"),
    remediation_steps="Let the engine act on the condition, or list it as one for alerts only.",
    url="https://github.com/kubernetes/node-problem-detector#problem-daemon",
    settings=AlertSettings,
    level=EnforcementLevel.ADVISORY,
    check=check,
)
