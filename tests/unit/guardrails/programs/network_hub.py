"""A network hub: a VPC with an inspection firewall, network ACLs, a bastion and shared rules."""

from __future__ import annotations

from typing import Any

from tests.unit.guardrails.as_engine import Member
from tests.unit.guardrails.programs.program import made

WORLD = "0.0.0.0/0"


def _entry(number: int, action: str, first: int, last: int) -> dict[str, Any]:
    return {
        "ruleNo": number,
        "action": action,
        "protocol": "tcp",
        "fromPort": first,
        "toPort": last,
        "cidrBlock": WORLD,
    }


def members() -> list[Member]:
    """The hub, with SSH, RDP and a database open by three ways to write a rule."""
    return [
        made("aws:ec2/vpc:Vpc", "hub", {"cidrBlock": "10.0.0.0/16"}),
        *(
            made("aws:ec2/subnet:Subnet", f"public-{zone}", {"mapPublicIpOnLaunch": True}, vpcId="hub")
            for zone in "ab"
        ),
        made("aws:ec2/internetGateway:InternetGateway", "gateway", {}, vpcId="hub"),
        made(
            "aws:ec2/networkAcl:NetworkAcl",
            "edge",
            {
                "ingress": [
                    _entry(90, "deny", 3389, 3389),
                    _entry(100, "allow", 443, 443),
                    _entry(110, "allow", 1024, 65535),
                ]
            },
            vpcId="hub",
        ),
        made("aws:ec2/networkAcl:NetworkAcl", "loose", {}, vpcId="hub"),
        made(
            "aws:ec2/networkAclRule:NetworkAclRule",
            "everything",
            {
                "ruleNumber": 100,
                "ruleAction": "allow",
                "protocol": "-1",
                "cidrBlock": WORLD,
                "egress": False,
            },
            networkAclId="loose",
        ),
        made(
            "aws:ec2/securityGroup:SecurityGroup",
            "bastion",
            {
                "ingress": [
                    {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["198.51.100.0/24"]},
                    {"protocol": "tcp", "fromPort": 3389, "toPort": 3389, "cidrBlocks": [WORLD]},
                ]
            },
            vpcId="hub",
        ),
        made("aws:ec2/securityGroup:SecurityGroup", "shared", {}, vpcId="hub"),
        made(
            "aws:ec2/securityGroupRule:SecurityGroupRule",
            "ssh",
            {
                "type": "ingress",
                "protocol": "tcp",
                "fromPort": 22,
                "toPort": 22,
                "ipv6CidrBlocks": ["::/0"],
            },
            securityGroupId="shared",
        ),
        made(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "postgres",
            {"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrIpv4": WORLD},
            securityGroupId="shared",
        ),
        made(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "https",
            {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": WORLD},
            securityGroupId="shared",
        ),
        made(
            "aws:networkfirewall/firewall:Firewall",
            "inspection",
            {"subnetMappings": [{"subnetId": "subnet-1"}]},
            vpcId="hub",
        ),
    ]
