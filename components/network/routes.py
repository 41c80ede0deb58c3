"""Gateways and route tables: how the subnets reach the outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.network.settings import NetworkSettings
from components.network.subnets import SubnetPair

_EVERYWHERE = "0.0.0.0/0"
_EVERYWHERE_IPV6 = "::/0"


@dataclass(frozen=True)
class Routes:
    """What was laid."""

    tables: Sequence[aws.ec2.RouteTable]
    egress: Sequence[pulumi.Resource]
    """What a node needs before it can reach anything."""


def declare_routes(
    parent: pulumi.Resource,
    name: str,
    settings: NetworkSettings,
    vpc: aws.ec2.Vpc,
    pairs: Sequence[SubnetPair],
) -> Routes:
    """An internet gateway for the public subnets; for the private ones NAT gateways, as the settings say."""
    opts = pulumi.ResourceOptions(parent=parent)
    gateway = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=vpc.id, tags={"Name": name}, opts=opts)
    label = f"{name}-public"
    public_table = aws.ec2.RouteTable(label, vpc_id=vpc.id, tags={"Name": label}, opts=opts)
    public = _public_routes(parent, label, settings, table=public_table, gateway=gateway, pairs=pairs)

    egress_only = (
        aws.ec2.EgressOnlyInternetGateway(
            f"{name}-egress-only", vpc_id=vpc.id, tags={"Name": name}, opts=opts
        )
        if settings.ipv6
        else None
    )
    served = {"none": 0, "single": 1, "perZone": len(pairs)}[settings.nat]
    nats = [_nat(parent, name, gateway, pair) for pair in pairs[:served]]
    tables: list[aws.ec2.RouteTable] = [public_table]
    private: list[pulumi.Resource] = []
    for index, pair in enumerate(pairs):
        label = f"{name}-private-{pair.zone_id}"
        table = aws.ec2.RouteTable(label, vpc_id=vpc.id, tags={"Name": label}, opts=opts)
        tables.append(table)
        private.append(
            aws.ec2.RouteTableAssociation(
                label, subnet_id=pair.private.id, route_table_id=table.id, opts=opts
            )
        )
        if nats:
            private.append(
                aws.ec2.Route(
                    label,
                    route_table_id=table.id,
                    destination_cidr_block=_EVERYWHERE,
                    nat_gateway_id=nats[min(index, served - 1)].id,
                    opts=opts,
                )
            )
        if egress_only:
            private.append(
                aws.ec2.Route(
                    f"{label}-ipv6",
                    route_table_id=table.id,
                    destination_ipv6_cidr_block=_EVERYWHERE_IPV6,
                    egress_only_gateway_id=egress_only.id,
                    opts=opts,
                )
            )
    return Routes(tables=tables, egress=public if settings.node_subnets == "public" else private)


def _public_routes(
    parent: pulumi.Resource,
    name: str,
    settings: NetworkSettings,
    *,
    table: aws.ec2.RouteTable,
    gateway: aws.ec2.InternetGateway,
    pairs: Sequence[SubnetPair],
) -> Sequence[pulumi.Resource]:
    opts = pulumi.ResourceOptions(parent=parent)
    laid: list[pulumi.Resource] = [
        aws.ec2.Route(
            name,
            route_table_id=table.id,
            destination_cidr_block=_EVERYWHERE,
            gateway_id=gateway.id,
            opts=opts,
        )
    ]
    if settings.ipv6:
        laid.append(
            aws.ec2.Route(
                f"{name}-ipv6",
                route_table_id=table.id,
                destination_ipv6_cidr_block=_EVERYWHERE_IPV6,
                gateway_id=gateway.id,
                opts=opts,
            )
        )
    laid += [
        aws.ec2.RouteTableAssociation(
            f"{name}-{pair.zone_id}", subnet_id=pair.public.id, route_table_id=table.id, opts=opts
        )
        for pair in pairs
    ]
    return laid


def _nat(
    parent: pulumi.Resource, name: str, gateway: aws.ec2.InternetGateway, pair: SubnetPair
) -> aws.ec2.NatGateway:
    label = f"{name}-nat-{pair.zone_id}"
    # A NAT gateway has no route of its own until its VPC has an internet gateway, and nothing else says so.
    opts = pulumi.ResourceOptions(parent=parent, depends_on=[gateway])
    address = aws.ec2.Eip(label, domain="vpc", tags={"Name": label}, opts=opts)
    return aws.ec2.NatGateway(
        label, allocation_id=address.id, subnet_id=pair.public.id, tags={"Name": label}, opts=opts
    )
