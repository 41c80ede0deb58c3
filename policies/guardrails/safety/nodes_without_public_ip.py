"""No node gets an address on the internet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.checks import expect_slot, is_true
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import cis_eks
from guardrails.core.kubernetes import EC2_NODE_CLASS
from guardrails.core.plain import slots
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings

PUBLIC_IP: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ec2/instance:Instance": ("associatePublicIpAddress",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("associatePublicIpAddress",),
    "aws:ec2/launchTemplate:LaunchTemplate": ("networkInterfaces[].associatePublicIpAddress",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("associatePublicIpAddress",),
    EC2_NODE_CLASS: ("spec.associatePublicIPAddress",),
}
"""Where a public address is asked for; elsewhere the subnet decides."""


_SERVERS: Final = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")
_SERVER: Final = (
    "leave it out or set it to false: a load balancer answers for a server, Systems Manager gives a shell."
)
_NODE: Final = "leave it out or set it to false, and let what is launched go out through a NAT gateway."


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Nothing that launches instances asks for a public address."""
    for path in PUBLIC_IP[resource.type]:
        for slot in slots(resource.props, path):
            fix = _SERVER if resource.type in _SERVERS else _NODE
            yield from expect_slot(resource, slot, lambda value: not is_true(value), "false or not set", fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="nodes-without-public-ip",
    description="Nodes have no address on the internet.",
    severity=Severity.HIGH,
    framework=cis_eks("5.4.3"),
    tags=("safety", "nodes", "network"),
    remediation_steps="Don't associate a public address; put the nodes into private subnets.",
    url="https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html",
    settings=RuleSettings,
    applies=PUBLIC_IP.keys().__contains__,
    check=check,
)
