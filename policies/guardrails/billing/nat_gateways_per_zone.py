"""Not more NAT gateways than zones need: each one costs a small server, and every gigabyte through it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack

NAT_GATEWAY: Final = "aws:ec2/natGateway:NatGateway"
_SUBNET: Final = "aws:ec2/subnet:Subnet"


class NatSettings(RuleSettings):
    """How many NAT gateways there may be."""

    max_per_zone: int = Field(default=1, gt=0)
    """In one availability zone."""


def check(stack: Stack, settings: NatSettings) -> Iterator[Judgement]:
    """Count the gateways of each zone by the subnets of this stack that they stand in."""
    zones: defaultdict[str, list[Resource]] = defaultdict(list)
    for gateway in stack.of_type(NAT_GATEWAY):
        zone = _zone(stack, gateway)
        if zone is None:
            yield Unseen(gateway, "subnetId (which zone it is in)")
        else:
            zones[zone].append(gateway)
    for zone, gateways in zones.items():
        for gateway in gateways[settings.max_per_zone :]:
            found = f"NAT gateway number {len(gateways)} in {zone}"
            must = f"one of {settings.max_per_zone} in a zone"
            fix = "route the zone's private subnets through the gateway that is there."
            yield Finding(gateway, "subnetId", found, must, fix)


def _zone(stack: Stack, gateway: Resource) -> str | None:
    subnets = stack.linked(gateway, "subnetId", gateway.props.get("subnetId"), _SUBNET)
    zone = subnets[0].props.get("availabilityZone") if subnets else None
    if zone in (None, UNKNOWN) and subnets:
        zone = subnets[0].props.get("availabilityZoneId")
    return zone if isinstance(zone, str) else None


RULE: StackRule[Any] = StackRule(
    name="nat-gateways-per-zone",
    description="A zone has no more NAT gateways than it needs.",
    severity=Severity.MEDIUM,
    framework=well_architected("COST08-BP02"),
    tags=("billing", "network"),
    remediation_steps="Share one NAT gateway among a zone's private subnets.",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
    settings=NatSettings,
    check=check,
)
