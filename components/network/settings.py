"""Settings of the network."""

from __future__ import annotations

import re
from ipaddress import IPv4Network
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from components.log_retention import LogRetentionDays
from components.network.plan import ZONES_WITHOUT_CONTROL_PLANE
from components.settings_base import BaseSettings

SMALLEST_PREFIX = 22
"""A /22 gives each zone a private /24. Addresses go to nodes in blocks of 16, so less holds hardly a node."""

LARGEST_PREFIX = 16
"""AWS makes no VPC larger than a /16."""

NEEDED_WITHOUT_NAT = ("autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts")
"""What nodes call to join, to pull from ECR and to give pods their roles, and what the autoscaler calls.

Source: EKS user guide, "Deploy private clusters with limited internet access", read 2026-11-23.
"""

_SERVICE = re.compile(r"(?!com\.)[a-z][a-z0-9-]*(\.[a-z0-9-]+)?")
_ZONE_ID = re.compile(r"[a-z]+\d+-az\d+")
_ZONE_NAME = re.compile(r"[a-z]{2}(-[a-z]+)+-\d+[a-z]")


def _network(value: object) -> IPv4Network:
    if isinstance(value, IPv4Network):
        return value
    text = str(value)
    try:
        network = IPv4Network(text if "/" in text else "", strict=False)
    except ValueError:
        raise ValueError(
            f"must be an IPv4 range such as 10.0.0.0/16, not {value!r}; write an address, a slash, a prefix"
        ) from None
    if str(network) != value:
        raise ValueError(f"must start where its range starts, unlike {value!r}; write {network}")
    return network


def _service(name: str) -> str:
    if not _SERVICE.fullmatch(name):
        raise ValueError(
            f"must be services such as ecr.api, not {name!r}; write what follows the region in its name"
        )
    return name


def _zones(value: object) -> int | tuple[str, ...]:
    if isinstance(value, int):
        if value not in {2, 3}:
            raise ValueError(f"must be 2 or 3 zones, not {value}; EKS needs two, and three survive most")
        return value
    if not isinstance(value, list | tuple):
        raise ValueError(  # noqa: TRY004 - pydantic reports this one kind
            f"must be 2, 3, or a list of zones, not {value!r}; write one such as [use1-az1, use1-az2]"
        )
    for zone in value:
        if not (_ZONE_ID.fullmatch(str(zone)) or _ZONE_NAME.fullmatch(str(zone))):
            raise ValueError(
                f"must be zone ids such as use1-az1 or zone names such as us-east-1a, not {zone!r}; "
                "`aws ec2 describe-availability-zones` lists both"
            )
        if zone in ZONES_WITHOUT_CONTROL_PLANE:
            raise ValueError(f"must leave out {zone}: EKS takes no control plane there; choose another zone")
    if len(set(value)) not in {2, 3} or len(set(value)) < len(value):
        raise ValueError(f"must be 2 or 3 different zones, not {', '.join(value)}; EKS needs two")
    return tuple(value)


class NetworkSettings(BaseSettings):
    """A VPC of its own, or an existing one by id."""

    cidr: Annotated[IPv4Network, BeforeValidator(_network)] = IPv4Network("10.0.0.0/16")
    """The VPC's IPv4 range, /16 to /22. Each of up to three zones gets a quarter of it for its private
    subnet; the last quarter holds the public ones."""
    zones: Annotated[int | tuple[str, ...], BeforeValidator(_zones)] = 2
    """How many availability zones (2 or 3), or which ones, by zone id (``use1-az1``) or by name
    (``us-east-1a``, which is another place in each account). Add a zone at the end: the others then stay."""
    nat: Literal["none", "single", "perZone"] = "single"
    """NAT gateways: one, one in each zone (survives the loss of a zone), or none."""
    node_subnets: Literal["private", "public"] = "private"
    """Where nodes stand. Public nodes have public addresses and need no NAT gateway; nothing is let in."""
    s3_endpoint: bool = True
    """A gateway endpoint for S3. It is free, and image layers then don't pass the NAT gateway."""
    interface_endpoints: tuple[Annotated[str, AfterValidator(_service)], ...] = ()
    """AWS services with a private endpoint in each zone, such as ``ecr.api``; billed by the hour and zone."""
    flow_logs: bool = False
    """Write the VPC's traffic records to CloudWatch Logs."""
    flow_log_retention_days: LogRetentionDays = 30
    """How long the flow logs are kept."""
    ipv6: bool = False
    """Give the VPC and its subnets IPv6 ranges as well (dual stack). Private subnets can only call out."""
    vpc_id: Annotated[str, Field(pattern=r"^vpc-[0-9a-f]+$")] | None = None
    """An existing VPC to use. Its subnets, routes and endpoints stay as they are."""
    private_subnet_ids: tuple[Annotated[str, Field(pattern=r"^subnet-[0-9a-f]+$")], ...] = ()
    """With ``vpcId``: subnets for nodes and the control plane, in two zones at least."""
    public_subnet_ids: tuple[Annotated[str, Field(pattern=r"^subnet-[0-9a-f]+$")], ...] = ()
    """With ``vpcId``: subnets for public load balancers."""

    @field_validator("cidr")
    @classmethod
    def _has_room(cls, cidr: IPv4Network) -> IPv4Network:
        if not LARGEST_PREFIX <= cidr.prefixlen <= SMALLEST_PREFIX:
            raise ValueError(
                f"must be a /{LARGEST_PREFIX} to /{SMALLEST_PREFIX}, not {cidr}; "
                f"write {cidr.network_address}/{LARGEST_PREFIX}, or what your network plan allows in between"
            )
        return cidr

    @model_validator(mode="after")
    def _existing_or_own(self) -> Self:
        subnets = self.private_subnet_ids + self.public_subnet_ids
        if self.vpc_id is None:
            if subnets:
                raise ValueError(
                    f"vpcId must be set beside subnet ids ({subnets[0]}); add it, or drop the subnet ids"
                )
            return self
        own = self.model_fields_set - {"vpc_id", "private_subnet_ids", "public_subnet_ids", "node_subnets"}
        if own:
            key = type(self).model_fields[min(own)].alias
            raise ValueError(
                f"{key} must not be set beside vpcId: an existing VPC stays as it is; drop one of the two"
            )
        key, ids = (
            ("publicSubnetIds", self.public_subnet_ids)
            if self.node_subnets == "public"
            else ("privateSubnetIds", self.private_subnet_ids)
        )
        if len(set(ids)) < 2:
            raise ValueError(
                f"{key} must name two subnets in two zones at least, not {len(set(ids))}; nodes go there"
            )
        return self

    @model_validator(mode="after")
    def _nodes_can_join(self) -> Self:
        if self.vpc_id is not None or self.nat != "none" or self.node_subnets == "public":
            return self
        missing = [service for service in NEEDED_WITHOUT_NAT if service not in self.interface_endpoints]
        fixes = ["set s3Endpoint: true"] if not self.s3_endpoint else []
        if missing:
            fixes.append(f"add to interfaceEndpoints: {', '.join(missing)}")
        if fixes:
            raise ValueError(
                "nat must not be none while private nodes have no other way to AWS; set nat: single, "
                f"or nodeSubnets: public, or {' and '.join(fixes)}"
            )
        return self
