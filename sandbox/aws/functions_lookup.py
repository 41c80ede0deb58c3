"""Functions that look other things up: parameters, DNS zones."""

from __future__ import annotations

from sandbox.aws.functions import function
from sandbox.aws.resource import Aws
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties


@function("aws:ssm/getParameter:getParameter")
def parameter(aws: Aws, args: Properties) -> Properties:
    """A parameter's value."""
    found = aws.client("ssm").get_parameter(
        Name=args["name"], WithDecryption=args.get("withDecryption", True)
    )
    about = found["Parameter"]
    return args | {
        "id": args["name"],
        "arn": about["ARN"],
        "type": about["Type"],
        "value": about["Value"],
        "insecureValue": "" if about["Type"] == "SecureString" else about["Value"],
        "version": about["Version"],
        "region": aws.region,
    }


@function("aws:route53/getZone:getZone")
def zone(aws: Aws, args: Properties) -> Properties:
    """A hosted zone by id or name."""
    route53 = aws.client("route53")
    private, name = args.get("privateZone", False), args.get("name", "").rstrip(".")
    found = [
        zone
        for zone in route53.list_hosted_zones()["HostedZones"]
        if zone["Id"].rsplit("/", 1)[-1] == args.get("zoneId")
        or (name and zone["Name"].rstrip(".") == name and zone["Config"]["PrivateZone"] == private)
    ]
    if len(found) != 1:
        raise RefusalError(
            f"{len(found)} hosted zones match {args.get('zoneId') or name!r}: exactly one is wanted"
        )
    identity = found[0]["Id"].rsplit("/", 1)[-1]
    servers = route53.get_hosted_zone(Id=identity).get("DelegationSet", {}).get("NameServers", [])
    return {
        "id": identity,
        "zoneId": identity,
        "arn": f"arn:{aws.partition}:route53:::hostedzone/{identity}",
        "name": found[0]["Name"].rstrip("."),
        "comment": found[0]["Config"].get("Comment", ""),
        "callerReference": found[0]["CallerReference"],
        "nameServers": servers,
        "primaryNameServer": servers[0] if servers else "",
        "privateZone": found[0]["Config"]["PrivateZone"],
        "resourceRecordSetCount": found[0]["ResourceRecordSetCount"],
        "tags": {},
    }
