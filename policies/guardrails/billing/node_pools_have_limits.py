"""A NodePool stops somewhere: without a limit, pods that multiply bring nodes without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.kubernetes import HELM
from guardrails.core.node_pools import NODE_POOLS, node_pools
from guardrails.core.plain import Unknown
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


class PoolSettings(RuleSettings):
    """How far a pool may grow."""

    max_vcpu: float = Field(default=100, gt=0)
    """The most vCPUs that all nodes of one NodePool may have together."""


def check(resource: Resource, settings: PoolSettings) -> Iterator[Judgement]:
    """Judge the limit on vCPUs of every pool: nodes of any size count by it."""
    for pool in node_pools(resource):
        must = f"{settings.max_vcpu:g} or less"
        if isinstance(pool.vcpu, Unknown):
            yield Unseen(resource, pool.vcpu_path)
        elif pool.vcpu is None:
            fix = "set the most vCPUs that the pool's nodes may have together."
            yield Finding(resource, pool.vcpu_path, "no limit that can be read", must, fix)
        elif pool.vcpu > settings.max_vcpu:
            fix = "lower the limit, or raise maxVcpu in the policy config."
            yield Finding(resource, pool.vcpu_path, f"{pool.vcpu:g} vCPU", must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="node-pools-have-limits",
    description="Karpenter's NodePools can't grow beyond what was agreed.",
    severity=Severity.HIGH,
    framework=eks_best_practices("Karpenter"),
    tags=("billing", "scale", "karpenter"),
    remediation_steps="Set the NodePool's spec.limits.cpu, or raise the ceiling where a reviewer sees it.",
    url="https://docs.aws.amazon.com/eks/latest/best-practices/karpenter.html",
    settings=PoolSettings,
    applies=(NODE_POOLS | HELM).__contains__,
    check=check,
)
