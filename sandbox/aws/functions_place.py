"""Functions about zones, region, partition and account."""

# ruff: noqa: ARG001 - every function gets a region and arguments

from __future__ import annotations

from typing import Any

from sandbox.aws.functions import function
from sandbox.aws.resource import Aws
from sandbox.wire.values import Properties

_SUFFIX = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}


@function("aws:index/getAvailabilityZones:getAvailabilityZones")
def availability_zones(aws: Aws, args: Properties) -> Properties:
    """Zones of the region in the order of their names, ``names`` and ``zoneIds`` side by side."""
    found = aws.client("ec2").describe_availability_zones(Filters=ec2_filters(args))["AvailabilityZones"]
    state, without = (
        args.get("state", "available"),
        {*args.get("excludeNames", []), *args.get("excludeZoneIds", [])},
    )
    zones = sorted(
        (
            zone
            for zone in found
            if zone["State"] == state and not without & {zone["ZoneName"], zone["ZoneId"]}
        ),
        key=lambda zone: str(zone["ZoneName"]),
    )
    return args | {
        "id": aws.region,
        "region": aws.region,
        "names": [zone["ZoneName"] for zone in zones],
        "zoneIds": [zone["ZoneId"] for zone in zones],
        "groupNames": [aws.region],
    }


@function("aws:index/getCallerIdentity:getCallerIdentity")
def caller_identity(aws: Aws, args: Properties) -> Properties:
    """The caller's identity, according to STS."""
    who = aws.client("sts").get_caller_identity()
    return {"id": aws.account, "accountId": who["Account"], "arn": who["Arn"], "userId": who["UserId"]}


@function("aws:index/getPartition:getPartition")
def partition(aws: Aws, args: Properties) -> Properties:
    """The partition of the region."""
    suffix = _SUFFIX[aws.partition]
    return {
        "id": aws.partition,
        "partition": aws.partition,
        "dnsSuffix": suffix,
        "reverseDnsPrefix": ".".join(reversed(suffix.split("."))),
    }


@function("aws:index/getRegion:getRegion")
def region(aws: Aws, args: Properties) -> Properties:
    """The region, or the one that is asked for by name."""
    name = args.get("name") or aws.region
    return {
        "id": name,
        "name": name,
        "region": name,
        "description": name,
        "endpoint": f"ec2.{name}.{_SUFFIX[aws.partition]}",
    }


@function("aws:index/getServicePrincipal:getServicePrincipal")
def service_principal(aws: Aws, args: Properties) -> Properties:
    """The name by which a service appears in trust policies."""
    service = args["serviceName"]
    return {
        "id": f"{service}.{aws.region}.amazonaws.com",
        "name": f"{service}.amazonaws.com",
        "serviceName": service,
        "suffix": "amazonaws.com",
        "region": aws.region,
    }


def ec2_filters(args: Properties) -> list[dict[str, Any]]:
    """EC2's filters of a function's ``filters`` and ``tags``."""
    filters = [{"Name": item["name"], "Values": item["values"]} for item in args.get("filters", [])]
    return filters + [
        {"Name": f"tag:{key}", "Values": [value]} for key, value in args.get("tags", {}).items()
    ]
