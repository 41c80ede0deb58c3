"""Node groups stand in subnets that give out no public addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import is_true
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import cis_eks
from guardrails.core.node_groups import SUBNET, holds_nodes
from guardrails.core.plain import UNKNOWN
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
    found = stack.linked(group, prop, group.props.get(prop), SUBNET)
    public = [subnet for subnet in found.members if is_true(subnet.props.get("mapPublicIpOnLaunch"))]
    unclear = [subnet for subnet in found.members if subnet.props.get("mapPublicIpOnLaunch") is UNKNOWN]
    # Before the ids are known, a group may merely have been told of the public subnets beside its own.
    beside = found.surplus and len(public) < len(found.members)
    if (public and beside) or (not public and (found.missing or unclear)):
        yield Unseen(group, prop)
    elif found.elsewhere and not public and certain:
        yield Unseen(group, f"{prop} ({', '.join(found.elsewhere)})", elsewhere=True)
    elif public and not certain:
        yield Unseen(group, "tags (whether it holds nodes)")
    elif public:
        names = ", ".join(subnet.name for subnet in public)
        which = f"{names}, where mapPublicIpOnLaunch is true"
        yield Finding(group, prop, which, "private subnets", "use subnets that route through a NAT gateway.")


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
