"""No more nodes than were agreed on, in a group and in the stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.node_groups import node_groups
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack


class CeilingSettings(RuleSettings):
    """How many nodes there may be."""

    max_nodes_per_group: int = Field(default=10, gt=0)
    """The largest size that one group may grow to."""
    max_nodes_per_stack: int = Field(default=30, gt=0)
    """The sum of all groups' largest sizes."""


def check(stack: Stack, settings: CeilingSettings) -> Iterator[Judgement]:
    """Judge each group's largest size, then their sum."""
    total = 0
    for group in node_groups(stack):
        where = f"{group.path}maxSize"
        if not isinstance(group.largest, int):
            yield Unseen(group.resource, where)
            continue
        total += group.largest
        if group.largest > settings.max_nodes_per_group:
            must = f"{settings.max_nodes_per_group} or less"
            fix = "lower the group's maximum, or raise maxNodesPerGroup in the policy config."
            yield Finding(group.resource, where, f"{group.largest} nodes", must, fix)
    if total > settings.max_nodes_per_stack:
        must = f"{settings.max_nodes_per_stack} or less"
        fix = "lower the groups' maxima, or raise maxNodesPerStack in the policy config."
        yield Finding(None, "largest sizes of all groups", f"{total} nodes", must, fix)


RULE: StackRule[Any] = StackRule(
    name="node-count-ceiling",
    description="Node groups can't grow beyond what was agreed.",
    severity=Severity.HIGH,
    framework=well_architected("COST02-BP05"),
    tags=("billing", "scale"),
    remediation_steps="Lower the groups' maximum sizes, or raise the ceiling where a reviewer sees it.",
    url="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/cost_govern_usage_controls.html",
    settings=CeilingSettings,
    check=check,
)
