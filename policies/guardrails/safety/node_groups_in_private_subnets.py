"""Node groups stand in subnets that give out no public addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import is_true
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.node_groups import SUBNET, holds_nodes
from guardrails.core.plain import has_unknown
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack

_SUBNETS_OF: Final = {
    "aws:eks/nodeGroup:NodeGroup": "subnetIds",
    "aws:autoscaling/group:Group": "vpcZoneIdentifiers",
}


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge every group of nodes by the subnets of this stack that it stands in."""
    for group in stack.of_type(*_SUBNETS_OF):
        nodes = holds_nodes(group)
        if nodes is not False:
            yield from _judge(stack, group, _SUBNETS_OF[group.type], certain=nodes is True)


def _judge(stack: Stack, group: Resource, prop: str, *, certain: bool) -> Iterator[Judgement]:
    ids = group.props.get(prop)
    candidates = stack.linked(group, prop, ids, SUBNET)
    public = [subnet for subnet in candidates if is_true(subnet.props.get("mapPublicIpOnLaunch"))]
    # Before the ids are known, a group may merely have been told of the public subnets beside its own.
    if public and has_unknown(ids) and len(public) < len(candidates):
        yield Unseen(group, prop)
    elif public and not certain:
        yield Unseen(group, "tags (whether it holds nodes)")
    elif public:
        names = ", ".join(subnet.name for subnet in public)
        found = f"{names}, where mapPublicIpOnLaunch is true"
        yield Finding(group, prop, found, "private subnets", "use subnets that route through a NAT gateway.")


RULE: StackRule[Any] = StackRule(
    name="node-groups-in-private-subnets",
    description="Node groups stand in private subnets.",
    severity=Severity.HIGH,
    framework=cis_eks("5.4.3"),
    tags=("safety", "nodes", "network"),
    remediation_steps="Give the node group the private subnets of its network.",
    url="https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
    settings=RuleSettings,
    check=check,
)
