"""An engine can act only on what something writes onto the node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import engines, hidden_engines
from guardrails.selfdriving.monitored import set_conditions


class MonitorSettings(RuleSettings):
    """What else sets conditions."""

    set_elsewhere: tuple[str, ...] = ()
    """Conditions that something outside of this stack sets, such as an agent in the node's image."""


def check(stack: Stack, settings: MonitorSettings) -> Iterator[Judgement]:
    """Every condition that an engine acts on is one that a monitor of this stack sets."""
    known = set_conditions(stack)
    yield from hidden_engines(stack)
    for engine in engines(stack):
        yield from (Unseen(engine.resource, path) for path in engine.unseen)
        if known is None:
            yield Unseen(engine.resource, "the settings of node-problem-detector")
            continue
        never = [found for found in engine.conditions if found.type not in {*known, *settings.set_elsewhere}]
        if never:
            names = ", ".join(dict.fromkeys(condition.type for condition in never))
            found = f"{names}: nothing in this stack ever sets that"
            must = f"one of {', '.join(sorted(known))}"
            fix = "add a monitor that sets it (a permanent rule, its file listed), or drop the condition."
            yield Finding(engine.resource, never[0].path, found, must, fix)


RULE: StackRule[Any] = StackRule(
    name="remediated-conditions-are-monitored",
    description="Every node condition that remediation acts on is one that a monitor really sets.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving", "monitoring"),
    remediation_steps="Add the missing monitor to node-problem-detector, or drop the condition.",
    url="https://github.com/kubernetes/node-problem-detector#problem-daemon",
    settings=MonitorSettings,
    check=check,
)
