"""A group at its maximum has no place for the fresh node, one at its minimum keeps the sick one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import eks_best_practices
from guardrails.core.node_groups import AUTOSCALING_GROUP, NODE_GROUP, holds_nodes, node_group
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The group's minimum is below its maximum, where its instances are nodes."""
    nodes = holds_nodes(resource)
    if nodes is False:
        return
    group = node_group(resource)
    where = f"{group.path}minSize, maxSize"
    smallest, largest = group.smallest, group.largest
    if UNKNOWN in (smallest, largest):
        yield Unseen(resource, where)
    elif isinstance(smallest, int) and isinstance(largest, int) and smallest < largest:
        return
    elif nodes is UNKNOWN:
        yield Unseen(resource, "tags (whether it holds nodes)")
    else:
        must = "a minimum below the maximum: a replacement needs room for one more node, or for one less"
        fix = "raise maxSize by one; the autoscaler uses it only while a node is replaced."
        yield Finding(resource, where, f"{smallest} and {largest}", must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="node-groups-can-replace",
    description="A node group has room to replace a node.",
    severity=Severity.MEDIUM,
    framework=eks_best_practices("Cluster autoscaling"),
    tags=("self-driving", "nodes"),
    remediation_steps="Raise the group's maximum above its minimum.",
    url="https://docs.aws.amazon.com/eks/latest/best-practices/cas.html",
    settings=RuleSettings,
    applies=frozenset({NODE_GROUP, AUTOSCALING_GROUP}).__contains__,
    check=check,
)
