"""Security groups, with the rules that a program writes inside them."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.ec2_permissions import authorize, empty, inner_permissions, revoke
from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.cloud.listing import Within, by_call
from sandbox.wire.values import Properties


@register
class SecurityGroup(Ec2Resource):
    """A group; unlike EC2 itself, the provider leaves no rule in it that the program did not write."""

    kind = "aws:ec2/securityGroup:SecurityGroup"
    listed = by_call(
        "ec2",
        "describe_security_groups",
        "SecurityGroups",
        "GroupId",
        keep=lambda group: group["GroupName"] != "default",
    )
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
        empty(aws, group)
        authorize(aws, group, "ingress", inner_permissions(inputs, "ingress"))
        authorize(aws, group, "egress", inner_permissions(inputs, "egress"))
        return group

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        return _described(aws, physical, inputs)

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes inner rules and tags."""
        super().update(aws, physical, old, new)
        for direction in ("ingress", "egress"):
            before, after = inner_permissions(old, direction), inner_permissions(new, direction)
            revoke(aws, physical, direction, [rule for rule in before if rule not in after])
            authorize(aws, physical, direction, [rule for rule in after if rule not in before])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        if outputs.get("revokeRulesOnDelete"):
            empty(aws, physical)
        aws.client("ec2").delete_security_group(GroupId=physical)


@register
class DefaultSecurityGroup(Ec2Resource):
    """A VPC's default group, taken over and emptied; it cannot be deleted, so it stays as it is at the
    end."""

    kind = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
    listed = Within("aws:ec2/vpc:Vpc")
    replace_on = frozenset({"vpcId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        ec2 = aws.client("ec2")
        filters = [{"Name": "group-name", "Values": ["default"]}]
        if inputs.get("vpcId"):
            filters.append({"Name": "vpc-id", "Values": [inputs["vpcId"]]})
        group: str = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
        empty(aws, group)
        self.update(aws, group, {}, inputs)
        return group

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        return _described(aws, physical, inputs)

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes inner rules and tags."""
        super().update(aws, physical, old, new)
        for direction in ("ingress", "egress"):
            before, after = inner_permissions(old, direction), inner_permissions(new, direction)
            revoke(aws, physical, direction, [rule for rule in before if rule not in after])
            authorize(aws, physical, direction, [rule for rule in after if rule not in before])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        return None


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
