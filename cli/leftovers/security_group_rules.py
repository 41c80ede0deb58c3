"""Rules in other security groups that would keep one from being deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.aws.region import Region

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import IpPermissionOutputTypeDef, IpPermissionTypeDef


def drop_rules_that_name(region: Region, group_id: str) -> None:
    """Revoke every rule, of whichever group, whose source or destination is ``group_id``."""
    for page in region.ec2.get_paginator("describe_security_groups").paginate():
        for group in page["SecurityGroups"]:
            if ingress := _naming(group_id, group.get("IpPermissions", [])):
                region.ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=ingress)
            if egress := _naming(group_id, group.get("IpPermissionsEgress", [])):
                region.ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=egress)


def _naming(group_id: str, rules: Iterable[IpPermissionOutputTypeDef]) -> list[IpPermissionTypeDef]:
    """The parts of ``rules`` that name a group: a rule may list addresses besides, and those stay."""
    found: list[IpPermissionTypeDef] = []
    for rule in rules:
        pairs = [pair for pair in rule.get("UserIdGroupPairs", []) if pair.get("GroupId") == group_id]
        if not pairs:
            continue
        part: IpPermissionTypeDef = {"IpProtocol": rule["IpProtocol"], "UserIdGroupPairs": pairs}
        if "FromPort" in rule:
            part["FromPort"] = rule["FromPort"]
        if "ToPort" in rule:
            part["ToPort"] = rule["ToPort"]
        found.append(part)
    return found
