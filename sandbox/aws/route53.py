"""DNS zones."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import by_call
from sandbox.wire.values import Properties


@register
class Zone(Resource):
    """A hosted zone, public or of VPCs."""

    kind = "aws:route53/zone:Zone"
    listed = by_call("route53", "list_hosted_zones", "HostedZones", "Name", is_global=True)
    replace_on = frozenset({"name", "delegationSetId"})
    name_property = "name"
    defaults: ClassVar[Mapping[str, Any]] = {"comment": "Managed by Pulumi", "forceDestroy": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        route53, vpcs = aws.client("route53"), inputs.get("vpcs", [])
        place = (
            {"VPC": {"VPCId": vpcs[0]["vpcId"], "VPCRegion": vpcs[0].get("vpcRegion", aws.region)}}
            if vpcs
            else {}
        )
        created = route53.create_hosted_zone(
            Name=inputs["name"],
            CallerReference=str(uuid.uuid4()),
            HostedZoneConfig={"Comment": inputs["comment"], "PrivateZone": bool(vpcs)},
            **place,
        )
        zone: str = created["HostedZone"]["Id"].rsplit("/", 1)[-1]
        if inputs.get("tags"):
            route53.change_tags_for_resource(
                ResourceType="hostedzone", ResourceId=zone, AddTags=tag_list(inputs["tags"])
            )
        return zone

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("route53").get_hosted_zone(Id=physical)
        servers = found.get("DelegationSet", {}).get("NameServers", [])
        return {
            "arn": f"arn:{aws.partition}:route53:::hostedzone/{physical}",
            "zoneId": physical,
            "name": found["HostedZone"]["Name"].rstrip("."),
            "comment": inputs.get("comment", found["HostedZone"]["Config"].get("Comment", "")),
            "enableAcceleratedRecovery": False,
            "nameServers": servers,
            "primaryNameServer": servers[0] if servers else "",
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes comment and tags."""
        route53 = aws.client("route53")
        route53.update_hosted_zone_comment(Id=physical, Comment=new["comment"])
        gone, changed = tag_changes(old, new)
        if gone or changed:
            given = {"RemoveTagKeys": gone, "AddTags": tag_list(changed)}
            route53.change_tags_for_resource(
                ResourceType="hostedzone",
                ResourceId=physical,
                **{key: value for key, value in given.items() if value},
            )

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("route53").delete_hosted_zone(Id=physical)
