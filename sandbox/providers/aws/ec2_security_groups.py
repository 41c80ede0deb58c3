"""Security groups and their rules, inside the group or as resources of their own."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sandbox.providers.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.providers.aws.resource import Aws, Resource, register
from sandbox.providers.wire.values import Properties

_ANY = "-1"


@register
class SecurityGroup(Ec2Resource):
    """A group; unlike EC2 itself, the provider leaves no rule in it that the program did not write."""

    kind = "aws:ec2/securityGroup:SecurityGroup"
    replace_on = frozenset({"name", "namePrefix", "description", "vpcId"})
    name_property = "name"
    defaults: ClassVar[Mapping[str, Any]] = {"description": "Managed by Pulumi", "revokeRulesOnDelete": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        ec2 = aws.client("ec2")
        vpc = {"VpcId": inputs["vpcId"]} if inputs.get("vpcId") else {}
        group: str = ec2.create_security_group(
            GroupName=inputs["name"],
            Description=inputs["description"],
            TagSpecifications=tag_specification("security-group", inputs),
            **vpc,
        )["GroupId"]
        _empty(aws, group)
        _authorize(aws, group, "ingress", _inner(inputs, "ingress"))
        _authorize(aws, group, "egress", _inner(inputs, "egress"))
        return group

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        return _described(aws, physical, inputs)

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes inner rules and tags."""
        super().update(aws, physical, old, new)
        for direction in ("ingress", "egress"):
            before, after = _inner(old, direction), _inner(new, direction)
            _revoke(aws, physical, direction, [rule for rule in before if rule not in after])
            _authorize(aws, physical, direction, [rule for rule in after if rule not in before])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        if outputs.get("revokeRulesOnDelete"):
            _empty(aws, physical)
        aws.client("ec2").delete_security_group(GroupId=physical)


@register
class DefaultSecurityGroup(Ec2Resource):
    """A VPC's default group, taken over and emptied; it cannot be deleted, so it stays as it is at the end."""

    kind = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    replace_on = frozenset({"vpcId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        ec2 = aws.client("ec2")
        filters = [{"Name": "group-name", "Values": ["default"]}]
        if inputs.get("vpcId"):
            filters.append({"Name": "vpc-id", "Values": [inputs["vpcId"]]})
        group: str = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
        _empty(aws, group)
        self.update(aws, group, {}, inputs)
        return group

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        return _described(aws, physical, inputs)

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes inner rules and tags."""
        super().update(aws, physical, old, new)
        for direction in ("ingress", "egress"):
            before, after = _inner(old, direction), _inner(new, direction)
            _revoke(aws, physical, direction, [rule for rule in before if rule not in after])
            _authorize(aws, physical, direction, [rule for rule in after if rule not in before])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        return None


@register
class SecurityGroupRule(Resource):
    """A rule of either direction, in the older form: lists of sources."""

    kind = "aws:ec2/securityGroupRule:SecurityGroupRule"
    replace_on = frozenset(
        {
            "type",
            "securityGroupId",
            "fromPort",
            "toPort",
            "protocol",
            "cidrBlocks",
            "ipv6CidrBlocks",
            "prefixListIds",
            "sourceSecurityGroupId",
            "self",
        }
    )
    defaults: ClassVar[Mapping[str, Any]] = {"self": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        _authorize(aws, inputs["securityGroupId"], inputs["type"], [_permission_of_rule(inputs)])
        identity = json.dumps({key: inputs.get(key) for key in sorted(self.replace_on)})
        return f"sgrule-{int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16)}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        if not inputs:
            return None
        permission = _permission_of_rule(inputs)
        found = _rules(aws, inputs["securityGroupId"], inputs["type"] == "egress")
        rule = next((rule for rule in found if _matches(rule, permission)), None)
        if rule is None:
            return None
        return {
            "securityGroupRuleId": rule["SecurityGroupRuleId"],
            "sourceSecurityGroupId": inputs.get("sourceSecurityGroupId", ""),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Only the description can change."""
        _revoke(aws, new["securityGroupId"], new["type"], [_permission_of_rule(old)])
        _authorize(aws, new["securityGroupId"], new["type"], [_permission_of_rule(new)])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        _revoke(aws, outputs["securityGroupId"], outputs["type"], [_permission_of_rule(outputs)])


class _OneWayRule(Resource):
    """A rule in the newer form: one source or destination, tags of its own."""

    direction: ClassVar[str]
    replace_on = frozenset({"securityGroupId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        return _authorize(aws, inputs["securityGroupId"], self.direction, [_permission_of_one(inputs)])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        rules = aws.client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[physical])
        if not rules["SecurityGroupRules"]:
            return None
        return {
            "arn": aws.arn("ec2", f"security-group-rule/{physical}"),
            "securityGroupRuleId": physical,
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes what the rule allows; the id stays."""
        one = {key: value for key, value in _one_way(new).items() if value is not None}
        aws.client("ec2").modify_security_group_rules(
            GroupId=new["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": physical, "SecurityGroupRule": one}],
        )

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        _revoke(aws, outputs["securityGroupId"], self.direction, [_permission_of_one(outputs)])


@register
class SecurityGroupIngressRule(_OneWayRule):
    """What may come in."""

    kind = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    direction = "ingress"


@register
class SecurityGroupEgressRule(_OneWayRule):
    """What may go out."""

    kind = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
    direction = "egress"


def _described(aws: Aws, group_id: str, inputs: Properties) -> Properties:
    group = aws.client("ec2").describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
    return {
        "arn": aws.arn("ec2", f"security-group/{group_id}"),
        "ownerId": aws.account,
        "name": group["GroupName"],
        "namePrefix": "",
        "description": group["Description"],
        "vpcId": group["VpcId"],
        "ingress": inputs.get("ingress", []),
        "egress": inputs.get("egress", []),
        **tags_of(group),
    }


def _permission_of_rule(rule: Properties) -> dict[str, Any]:
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


def _permission_of_one(rule: Properties) -> dict[str, Any]:
    lists = {
        "cidrBlocks": [rule["cidrIpv4"]] if rule.get("cidrIpv4") else [],
        "ipv6CidrBlocks": [rule["cidrIpv6"]] if rule.get("cidrIpv6") else [],
        "prefixListIds": [rule["prefixListId"]] if rule.get("prefixListId") else [],
        "securityGroups": [rule["referencedSecurityGroupId"]]
        if rule.get("referencedSecurityGroupId")
        else [],
    }
    return _permission_of_rule({**rule, **lists, "protocol": rule["ipProtocol"]})


def _one_way(rule: Properties) -> dict[str, Any]:
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


def _inner(inputs: Properties, direction: str) -> list[dict[str, Any]]:
    return [_permission_of_rule(rule) for rule in inputs.get(direction, [])]


def _authorize(aws: Aws, group: str, direction: str, permissions: Sequence[Mapping[str, Any]]) -> str:
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


def _revoke(aws: Aws, group: str, direction: str, permissions: Sequence[Mapping[str, Any]]) -> None:
    if permissions:
        ec2 = aws.client("ec2")
        call = (
            ec2.revoke_security_group_ingress if direction == "ingress" else ec2.revoke_security_group_egress
        )
        call(GroupId=group, IpPermissions=permissions)


def _rules(aws: Aws, group: str, egress: bool) -> list[dict[str, Any]]:  # noqa: FBT001 - EC2's own flag
    filters = [{"Name": "group-id", "Values": [group]}]
    rules = aws.client("ec2").describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    return [rule for rule in rules if rule["IsEgress"] == egress]


def _matches(rule: Mapping[str, Any], permission: Mapping[str, Any]) -> bool:
    if rule["IpProtocol"] != permission["IpProtocol"]:
        return False
    return rule["IpProtocol"] == _ANY or (
        rule.get("FromPort") == permission.get("FromPort") and rule.get("ToPort") == permission.get("ToPort")
    )


def _empty(aws: Aws, group: str) -> None:
    found = aws.client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    _revoke(aws, group, "ingress", found["IpPermissions"])
    _revoke(aws, group, "egress", found["IpPermissionsEgress"])
