"""VPCs that are one cluster's alone, with what only makes sense inside of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typing_extensions import override

from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.security_group_rules import drop_rules_that_name

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import FilterTypeDef


class VpcInUseError(Exception):
    """Something that was not listed still stands in the VPC."""


class Vpcs(LeftoverKind):
    """Free itself, but it holds a quota of five, and hides what is dear. Last of the network."""

    title = "VPC"
    patience = 600

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.ec2.get_paginator("describe_vpcs").paginate():
            for vpc in page["Vpcs"]:
                vpc_id = vpc["VpcId"]
                found = scope.vpc_claim(vpc_id)
                if found is not None:
                    tenants = ", ".join(scope.tenants(vpc_id))
                    doubt = f"the living cluster {tenants} is in it" if tenants else ""
                    yield scope.leftover(self.title, vpc_id, found, doubt=doubt)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        ec2 = scope.region.ec2
        inside: list[FilterTypeDef] = [{"Name": "vpc-id", "Values": [identifier]}]
        _delete_endpoints(ec2, inside)
        _refuse_what_is_used(ec2, inside)
        for group in ec2.describe_security_groups(Filters=inside)["SecurityGroups"]:
            if group["GroupName"] != "default":
                drop_rules_that_name(scope.region, group["GroupId"])
                ec2.delete_security_group(GroupId=group["GroupId"])
        for subnet in ec2.describe_subnets(Filters=inside)["Subnets"]:
            ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        for table in ec2.describe_route_tables(Filters=inside)["RouteTables"]:
            if not any(entry.get("Main") for entry in table["Associations"]):
                ec2.delete_route_table(RouteTableId=table["RouteTableId"])
        _delete_gateways(ec2, identifier)
        ec2.delete_vpc(VpcId=identifier)


def _delete_endpoints(ec2: EC2Client, inside: list[FilterTypeDef]) -> None:
    found = ec2.describe_vpc_endpoints(Filters=inside)["VpcEndpoints"]
    standing = [endpoint["VpcEndpointId"] for endpoint in found if endpoint["State"].lower() != "deleted"]
    if standing:
        ec2.delete_vpc_endpoints(VpcEndpointIds=standing)


def _refuse_what_is_used(ec2: EC2Client, inside: list[FilterTypeDef]) -> None:
    """An interface means a database, a function, a balancer: something that the list did not show."""
    used = ec2.describe_network_interfaces(Filters=inside)["NetworkInterfaces"]
    if used:
        first, described = used[0]["NetworkInterfaceId"], used[0].get("Description") or "no description"
        raise VpcInUseError(f"{len(used)} network interfaces are still in it; one is {first} ({described})")


def _delete_gateways(ec2: EC2Client, vpc_id: str) -> None:
    attached: list[FilterTypeDef] = [{"Name": "attachment.vpc-id", "Values": [vpc_id]}]
    for gateway in ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]:
        ec2.detach_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc_id)
        ec2.delete_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"])
    for egress in ec2.describe_egress_only_internet_gateways()["EgressOnlyInternetGateways"]:
        if any(entry.get("VpcId") == vpc_id for entry in egress.get("Attachments", [])):
            ec2.delete_egress_only_internet_gateway(
                EgressOnlyInternetGatewayId=egress["EgressOnlyInternetGatewayId"]
            )
