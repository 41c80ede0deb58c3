"""VPC endpoints: AWS services without a way through the internet."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.network.settings import NetworkSettings
from components.network.subnets import SubnetPair


def declare_vpc_endpoints(
    parent: pulumi.Resource,
    name: str,
    settings: NetworkSettings,
    *,
    region: str,
    vpc: aws.ec2.Vpc,
    pairs: Sequence[SubnetPair],
    tables: Sequence[aws.ec2.RouteTable],
) -> Sequence[aws.ec2.VpcEndpoint]:
    """The S3 gateway endpoint and the interface endpoints that the settings ask for."""
    opts = pulumi.ResourceOptions(parent=parent)
    endpoints: list[aws.ec2.VpcEndpoint] = []
    if settings.s3_endpoint:
        endpoints.append(
            aws.ec2.VpcEndpoint(
                f"{name}-s3",
                vpc_id=vpc.id,
                vpc_endpoint_type="Gateway",
                service_name=f"com.amazonaws.{region}.s3",
                route_table_ids=[table.id for table in tables],
                tags={"Name": f"{name}-s3"},
                opts=opts,
            )
        )
    if not settings.interface_endpoints:
        return endpoints
    group = aws.ec2.SecurityGroup(
        f"{name}-endpoints",
        description="HTTPS from inside the VPC to its endpoints",
        vpc_id=vpc.id,
        ingress=[
            aws.ec2.SecurityGroupIngressArgs(
                protocol="tcp", from_port=443, to_port=443, cidr_blocks=[str(settings.cidr)]
            )
        ],
        tags={"Name": f"{name}-endpoints"},
        opts=opts,
    )
    endpoints += [
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            vpc_endpoint_type="Interface",
            service_name=f"com.amazonaws.{region}.{service}",
            private_dns_enabled=True,
            subnet_ids=[pair.private.id for pair in pairs],
            security_group_ids=[group.id],
            tags={"Name": f"{name}-{service}"},
            opts=opts,
        )
        for service in settings.interface_endpoints
    ]
    return endpoints
