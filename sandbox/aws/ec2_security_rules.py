"""Security group rules as resources of their own, in the older and the newer form."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.ec2_permissions import (
    authorize,
    matches,
    one_way_request,
    permission_of_one,
    permission_of_rule,
    revoke,
    rules_of,
)
from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Within
from sandbox.wire.values import Properties


@register
class SecurityGroupRule(Resource):
    """A rule of either direction, in the older form: lists of sources."""

    kind = "aws:ec2/securityGroupRule:SecurityGroupRule"
    listed = Within("aws:ec2/securityGroup:SecurityGroup")
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
        authorize(aws, inputs["securityGroupId"], inputs["type"], [permission_of_rule(inputs)])
        identity = json.dumps({key: inputs.get(key) for key in sorted(self.replace_on)})
        return f"sgrule-{int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16)}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        if not inputs:
            return None
        permission = permission_of_rule(inputs)
        found = rules_of(aws, inputs["securityGroupId"], inputs["type"])
        rule = next((rule for rule in found if matches(rule, permission)), None)
        if rule is None:
            return None
        return {
            "securityGroupRuleId": rule["SecurityGroupRuleId"],
            "sourceSecurityGroupId": inputs.get("sourceSecurityGroupId", ""),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Only the description can change."""
        revoke(aws, new["securityGroupId"], new["type"], [permission_of_rule(old)])
        authorize(aws, new["securityGroupId"], new["type"], [permission_of_rule(new)])

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        revoke(aws, outputs["securityGroupId"], outputs["type"], [permission_of_rule(outputs)])


class _OneWayRule(Resource):
    """A rule in the newer form: one source or destination, tags of its own."""

    direction: ClassVar[str]
    replace_on = frozenset({"securityGroupId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        return authorize(aws, inputs["securityGroupId"], self.direction, [permission_of_one(inputs)])

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
        one = {key: value for key, value in one_way_request(new).items() if value is not None}
        aws.client("ec2").modify_security_group_rules(
            GroupId=new["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": physical, "SecurityGroupRule": one}],
        )

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        revoke(aws, outputs["securityGroupId"], self.direction, [permission_of_one(outputs)])


@register
class SecurityGroupIngressRule(_OneWayRule):
    """What may come in."""

    kind = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    listed = Within("aws:ec2/securityGroup:SecurityGroup")
    direction = "ingress"


@register
class SecurityGroupEgressRule(_OneWayRule):
    """What may go out."""

    kind = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
    listed = Within("aws:ec2/securityGroup:SecurityGroup")
    direction = "egress"
