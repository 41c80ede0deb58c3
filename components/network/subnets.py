"""A zone's two subnets, tagged for the controllers that look for them."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.network.plan import Zone, ipv6_ranges
from components.network.settings import NetworkSettings


@dataclass(frozen=True)
class SubnetPair:
    """One zone's two subnets."""

    zone_id: str
    public: aws.ec2.Subnet
    private: aws.ec2.Subnet


def declare_subnets(
    parent: pulumi.Resource,
    name: str,
    settings: NetworkSettings,
    *,
    cluster_name: str,
    vpc: aws.ec2.Vpc,
    zone: Zone,
) -> SubnetPair:
    """The public and the private subnet of ``zone``, named by the zone's id: names differ in each account."""
    opts = pulumi.ResourceOptions(parent=parent)
    public_nodes = settings.node_subnets == "public"
    cluster = {f"kubernetes.io/cluster/{cluster_name}": "shared"}
    # Karpenter starts nodes in what carries its tag.
    nodes = {"karpenter.sh/discovery": cluster_name}
    public, private = f"{name}-public-{zone.id}", f"{name}-private-{zone.id}"
    return SubnetPair(
        zone_id=zone.id,
        public=aws.ec2.Subnet(
            public,
            vpc_id=vpc.id,
            availability_zone_id=zone.id,
            cidr_block=str(zone.public),
            map_public_ip_on_launch=public_nodes,
            ipv6_cidr_block=_ipv6(vpc, zone, 0) if settings.ipv6 else None,
            assign_ipv6_address_on_creation=settings.ipv6,
            tags={
                "Name": public,
                "kubernetes.io/role/elb": "1",
                **cluster,
                **(nodes if public_nodes else {}),
            },
            opts=opts,
        ),
        private=aws.ec2.Subnet(
            private,
            vpc_id=vpc.id,
            availability_zone_id=zone.id,
            cidr_block=str(zone.private),
            map_public_ip_on_launch=False,
            ipv6_cidr_block=_ipv6(vpc, zone, 1) if settings.ipv6 else None,
            assign_ipv6_address_on_creation=settings.ipv6,
            tags={
                "Name": private,
                "kubernetes.io/role/internal-elb": "1",
                **cluster,
                **({} if public_nodes else nodes),
            },
            opts=opts,
        ),
    )


def _ipv6(vpc: aws.ec2.Vpc, zone: Zone, which: int) -> pulumi.Output[str | None]:
    # While IPv6 is being switched on in a VPC that exists, a preview finds no block in it yet.
    return vpc.ipv6_cidr_block.apply(lambda block: ipv6_ranges(block, zone.index)[which] if block else None)
