"""Not more NAT gateways than zones need: each one costs a small server, and every gigabyte through it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity
from pydantic import Field

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.resource import Resource
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack

NAT_GATEWAY: Final = "aws:ec2/natGateway:NatGateway"
_SUBNET: Final = "aws:ec2/subnet:Subnet"
_VPC: Final = "aws:ec2/vpc:Vpc"


class NatSettings(RuleSettings):
    """How many NAT gateways there may be."""

    max_per_zone: int = Field(default=1, gt=0)
    """In one availability zone of one VPC."""


def check(stack: Stack, settings: NatSettings) -> Iterator[Judgement]:
    """Count the gateways of each VPC's zones by the subnets of this stack that they stand in."""
    places: defaultdict[tuple[str, str], list[Resource]] = defaultdict(list)
    for gateway in stack.of_type(NAT_GATEWAY):
        link = stack.linked(gateway, "subnetId", gateway.props.get("subnetId"), _SUBNET)
        subnet = link.only
        zone = _zone(subnet) if subnet else None
        network = _network(stack, subnet) if subnet else None
        if zone is None or network is None:
            where = f"subnetId (which {'VPC' if zone else 'zone'} it is in)"
            yield Unseen(gateway, where, elsewhere=bool(link.elsewhere))
        else:
            places[network, zone].append(gateway)
    for (_, zone), gateways in places.items():
        for gateway in gateways[settings.max_per_zone :]:
            found = f"NAT gateway number {len(gateways)} in {zone}"
            must = f"one of {settings.max_per_zone} in a zone"
            fix = "route the zone's private subnets through the gateway that is there."
            yield Finding(gateway, "subnetId", found, must, fix)


def _zone(subnet: Resource) -> str | None:
    zone = subnet.props.get("availabilityZone")
    if zone is None:
        zone = subnet.props.get("availabilityZoneId")
    return zone if isinstance(zone, str) else None


def _network(stack: Stack, subnet: Resource) -> str | None:
    """The subnet's VPC: its URN where this stack makes it, which a preview knows too, else its id."""
    found = subnet.props.get("vpcId")
    made = stack.linked(subnet, "vpcId", found, _VPC)
    if made.only:
        return made.only.urn
    return found if isinstance(found, str) and not made.missing else None


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
