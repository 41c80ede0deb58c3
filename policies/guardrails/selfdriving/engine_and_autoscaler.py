"""Node groups have an engine that takes sick nodes away, and an autoscaler that brings fresh ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.node_groups import any_nodes
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack
from guardrails.selfdriving.autoscalers import autoscalers
from guardrails.selfdriving.deployments import ENGINES, deployments_of
from guardrails.selfdriving.engines import Engine, engines, hidden_engines


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Node groups need an engine and, unless it replaces nodes itself, an autoscaler."""
    nodes = any_nodes(stack)
    if nodes is False:
        return
    acting: list[Engine | Resource] = [*engines(stack), *deployments_of(stack, *ENGINES)]
    # What is hidden may be either half of the loop.
    hidden = list(hidden_engines(stack))
    if isinstance(nodes, Resource):
        hidden.append(Unseen(nodes, "tags (whether it holds nodes)"))
    replaced = _replaces(acting) or next(autoscalers(stack), None) is not None
    if hidden:
        if not acting or not replaced:
            yield from hidden
        return
    if not acting:
        fix = "install draino or pitstop, or turn on nodeRepairConfig of the node groups."
        yield Finding(None, "remediation engine", "none", "there: sick nodes stay otherwise", fix)
    if not replaced:
        fix = "install cluster-autoscaler or Karpenter, or use EKS Auto Mode."
        yield Finding(None, "autoscaler", "none", "there: a drained node is never replaced otherwise", fix)


def _replaces(acting: Sequence[Engine | Resource]) -> bool:
    return any(isinstance(engine, Engine) and engine.replaces for engine in acting)


RULE: StackRule[Any] = StackRule(
    name="engine-and-autoscaler",
    description="A cluster with node groups has a remediation engine and an autoscaler.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Reliability: data plane"),
    tags=("self-driving",),
    remediation_steps="Install the missing half of the loop.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/node-health.html",
    settings=RuleSettings,
    level=EnforcementLevel.ADVISORY,
    check=check,
)
