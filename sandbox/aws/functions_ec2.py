"""Functions about networks and instance types."""

from __future__ import annotations

from typing import Any

from sandbox.aws.ec2_tags import tags_of
from sandbox.aws.functions import function
from sandbox.aws.functions_place import ec2_filters
from sandbox.aws.resource import Aws
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties


@function("aws:ec2/getSubnets:getSubnets")
def subnets(aws: Aws, args: Properties) -> Properties:
    """Ids of the matching subnets."""
    found = aws.client("ec2").describe_subnets(Filters=ec2_filters(args))["Subnets"]
    return args | {
        "id": aws.region,
        "region": aws.region,
        "ids": sorted(subnet["SubnetId"] for subnet in found),
    }


@function("aws:ec2/getSubnet:getSubnet")
def subnet(aws: Aws, args: Properties) -> Properties:
    """The one matching subnet."""
    by = {"cidrBlock": "cidr-block", "availabilityZone": "availability-zone", "vpcId": "vpc-id"}
    ids = {"SubnetIds": [args["id"]]} if args.get("id") else {}
    found = _one("subnet", aws.client("ec2").describe_subnets(Filters=_filters(args, by), **ids)["Subnets"])
    return {
        "id": found["SubnetId"],
        "arn": found["SubnetArn"],
        "vpcId": found["VpcId"],
        "cidrBlock": found["CidrBlock"],
        "availabilityZone": found["AvailabilityZone"],
        "availabilityZoneId": found["AvailabilityZoneId"],
        "availableIpAddressCount": found["AvailableIpAddressCount"],
        "mapPublicIpOnLaunch": found["MapPublicIpOnLaunch"],
        "assignIpv6AddressOnCreation": found["AssignIpv6AddressOnCreation"],
        "defaultForAz": found["DefaultForAz"],
        "state": found["State"],
        "ownerId": aws.account,
        "region": aws.region,
        "tags": tags_of(found)["tagsAll"],
    }


@function("aws:ec2/getVpc:getVpc")
def vpc(aws: Aws, args: Properties) -> Properties:
    """The one matching VPC."""
    ec2 = aws.client("ec2")
    ids = {"VpcIds": [args["id"]]} if args.get("id") else {}
    filters = _filters(args, {"cidrBlock": "cidr"})
    if args.get("default"):
        filters.append({"Name": "is-default", "Values": ["true"]})
    found = _one("VPC", ec2.describe_vpcs(Filters=filters, **ids)["Vpcs"])
    of_vpc = [
        {"Name": "vpc-id", "Values": [found["VpcId"]]},
        {"Name": "association.main", "Values": ["true"]},
    ]
    return {
        "id": found["VpcId"],
        "arn": aws.arn("ec2", f"vpc/{found['VpcId']}"),
        "cidrBlock": found["CidrBlock"],
        "cidrBlockAssociations": [
            {
                "associationId": association["AssociationId"],
                "cidrBlock": association["CidrBlock"],
                "state": association["CidrBlockState"]["State"],
            }
            for association in found["CidrBlockAssociationSet"]
        ],
        "default": found["IsDefault"],
        "dhcpOptionsId": found.get("DhcpOptionsId", "default"),
        "enableDnsHostnames": _switch(ec2, found["VpcId"], "enableDnsHostnames"),
        "enableDnsSupport": _switch(ec2, found["VpcId"], "enableDnsSupport"),
        "instanceTenancy": found["InstanceTenancy"],
        "mainRouteTableId": ec2.describe_route_tables(Filters=of_vpc)["RouteTables"][0]["RouteTableId"],
        "ownerId": aws.account,
        "region": aws.region,
        "state": found["State"],
        "tags": tags_of(found)["tagsAll"],
    }


@function("aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings")
def instance_type_offerings(aws: Aws, args: Properties) -> Properties:
    """Which instance types are offered where; three lists side by side."""
    place = args.get("locationType", "region")
    offered = aws.client("ec2").describe_instance_type_offerings(
        LocationType=place, Filters=ec2_filters(args)
    )
    offers = offered["InstanceTypeOfferings"]
    return args | {
        "id": aws.region,
        "region": aws.region,
        "instanceTypes": [offer["InstanceType"] for offer in offers],
        "locations": [offer["Location"] for offer in offers],
        "locationTypes": [place for _ in offers],
    }


def _filters(args: Properties, by: dict[str, str]) -> list[dict[str, Any]]:
    return ec2_filters(args) + [
        {"Name": name, "Values": [args[key]]} for key, name in by.items() if args.get(key)
    ]


def _one(what: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    if len(found) != 1:
        raise RefusalError(f"{len(found)} {what}s match, where exactly one is wanted")
    return found[0]


def _switch(ec2: Any, vpc_id: str, name: str) -> bool:  # noqa: ANN401 - a boto3 client
    answer = ec2.describe_vpc_attribute(VpcId=vpc_id, Attribute=name)
    return bool(answer[name[0].upper() + name[1:]]["Value"])
