"""Two engines on one node fight: one uncordons what the other drains, and limits count for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.plain import UNKNOWN
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.engines import engines, hidden_engines


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """At most one engine for the whole cluster, or one for each node group and one for picked nodes."""
    yield from hidden_engines(stack)
    acting = list(engines(stack))
    for engine in acting:
        if engine.picks is UNKNOWN:
            yield Unseen(engine.resource, "values.nodeLabelExpression")
    everywhere = [engine for engine in acting if engine.group is None and engine.picks is False]
    if not everywhere:
        return
    first, *others = everywhere
    for engine in [*others, *(engine for engine in acting if engine.group is not None)]:
        where = "nodeRepairConfig.enabled" if engine.group is not None else engine.switch
        found = f"{engine.name}, beside {first.name} ('{first.resource.name}'), which acts on the same nodes"
        fix = f"switch {engine.name} off here, or remove {first.name}."
        yield Finding(engine.resource, where, found, "the only engine of its node group", fix)


RULE: StackRule[Any] = StackRule(
    name="one-engine-per-node-group",
    description="A node group has one remediation engine, not two.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving", "engine"),
    remediation_steps="Keep one of the engines.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/node-health.html",
    settings=RuleSettings,
    check=check,
)
