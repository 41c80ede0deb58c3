"""Security group rules as EC2's calls take them (IpPermissions)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.aws.resource import Aws
from sandbox.wire.values import Properties

_ANY = "-1"


def permission_of_rule(rule: Properties) -> dict[str, Any]:
    """EC2's form of a rule with lists of sources."""
    groups = [*rule.get("securityGroups", [])]
    if rule.get("sourceSecurityGroupId"):
        groups.append(rule["sourceSecurityGroupId"])
    if rule.get("self"):
        groups.append(rule["securityGroupId"])
    about = {"Description": rule["description"]} if rule.get("description") else {}
    sources = {
        "IpRanges": [{"CidrIp": cidr, **about} for cidr in rule.get("cidrBlocks", [])],
        "Ipv6Ranges": [{"CidrIpv6": cidr, **about} for cidr in rule.get("ipv6CidrBlocks", [])],
        "PrefixListIds": [{"PrefixListId": prefix, **about} for prefix in rule.get("prefixListIds", [])],
        "UserIdGroupPairs": [{"GroupId": group, **about} for group in groups],
    }
    return {
        **_ports(str(rule["protocol"]), rule.get("fromPort"), rule.get("toPort")),
        **{key: value for key, value in sources.items() if value},
    }


def permission_of_one(rule: Properties) -> dict[str, Any]:
    """EC2's form of a rule with one source or destination."""
    lists = {
        "cidrBlocks": [rule["cidrIpv4"]] if rule.get("cidrIpv4") else [],
        "ipv6CidrBlocks": [rule["cidrIpv6"]] if rule.get("cidrIpv6") else [],
        "prefixListIds": [rule["prefixListId"]] if rule.get("prefixListId") else [],
        "securityGroups": [rule["referencedSecurityGroupId"]]
        if rule.get("referencedSecurityGroupId")
        else [],
    }
    return permission_of_rule({**rule, **lists, "protocol": rule["ipProtocol"]})


def one_way_request(rule: Properties) -> dict[str, Any]:
    """The ``SecurityGroupRule`` of a modify call."""
    return {
        "IpProtocol": rule["ipProtocol"],
        "FromPort": rule.get("fromPort", -1),
        "ToPort": rule.get("toPort", -1),
        "CidrIpv4": rule.get("cidrIpv4"),
        "CidrIpv6": rule.get("cidrIpv6"),
        "PrefixListId": rule.get("prefixListId"),
        "ReferencedGroupId": rule.get("referencedSecurityGroupId"),
        "Description": rule.get("description"),
    }


def _ports(protocol: str, first: int | None, last: int | None) -> dict[str, Any]:
    name = {"all": _ANY}.get(protocol, protocol)
    if name == _ANY or first is None or last is None:
        return {"IpProtocol": name}
    return {"IpProtocol": name, "FromPort": first, "ToPort": last}


def inner_permissions(inputs: Properties, direction: str) -> list[dict[str, Any]]:
    """The rules of one direction that a group has inside."""
    return [permission_of_rule(rule) for rule in inputs.get(direction, [])]


def authorize(aws: Aws, group: str, direction: str, permissions: Sequence[Mapping[str, Any]]) -> str:
    """Adds rules; returns the id of the first, or an empty text for none."""
    if not permissions:
        return ""
    ec2 = aws.client("ec2")
    call = (
        ec2.authorize_security_group_ingress
        if direction == "ingress"
        else ec2.authorize_security_group_egress
    )
    return str(call(GroupId=group, IpPermissions=permissions)["SecurityGroupRules"][0]["SecurityGroupRuleId"])


def revoke(aws: Aws, group: str, direction: str, permissions: Sequence[Mapping[str, Any]]) -> None:
    """Takes rules away."""
    if permissions:
        ec2 = aws.client("ec2")
        call = (
            ec2.revoke_security_group_ingress if direction == "ingress" else ec2.revoke_security_group_egress
        )
        call(GroupId=group, IpPermissions=permissions)


def rules_of(aws: Aws, group: str, direction: str) -> list[dict[str, Any]]:
    """The rules of one direction, each with its id."""
    filters = [{"Name": "group-id", "Values": [group]}]
    rules = aws.client("ec2").describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    return [rule for rule in rules if rule["IsEgress"] == (direction == "egress")]


def matches(rule: Mapping[str, Any], permission: Mapping[str, Any]) -> bool:
    """Whether a rule is of the permission's protocol and ports."""
    if rule["IpProtocol"] != permission["IpProtocol"]:
        return False
    return rule["IpProtocol"] == _ANY or (
        rule.get("FromPort") == permission.get("FromPort") and rule.get("ToPort") == permission.get("ToPort")
    )


def empty(aws: Aws, group: str) -> None:
    """Takes all rules away."""
    found = aws.client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    revoke(aws, group, "ingress", found["IpPermissions"])
    revoke(aws, group, "egress", found["IpPermissionsEgress"])
