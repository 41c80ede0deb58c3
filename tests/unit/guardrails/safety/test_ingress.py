"""What lets the internet in, however a program writes it."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.plain import Plain
from guardrails.safety import network_acl_admin_ports_closed, security_group_admin_ports_closed
from guardrails.safety.ingress import Opening
from guardrails.safety.internet import is_internet

from tests.unit.guardrails.as_engine import UNKNOWN, Member, judge, judge_stack

RULE = security_group_admin_ports_closed.RULE
ACL = "aws:ec2/networkAcl:NetworkAcl"
ENTRY = "aws:ec2/networkAclRule:NetworkAclRule"
WORLD = {"cidrBlocks": ["0.0.0.0/0"]}
WORLD6 = {"ipv6CidrBlocks": ["::/0"]}


@pytest.mark.parametrize(
    ("protocol", "opens"),
    [
        ("tcp", True),
        ("TCP", True),
        ("6", True),
        ("-1", True),
        (-1, True),
        ("udp", True),
        ("17", True),
        ("icmp", False),
    ],
)
def test_a_protocol_is_known_however_it_is_written(protocol: Plain, opens: bool) -> None:
    assert Opening("", protocol, 20, 30, ("0.0.0.0/0",)).spans(22) is opens


@pytest.mark.parametrize(
    ("cidr", "internet"),
    [
        ("0.0.0.0/0", True),
        ("::/0", True),
        ("0:0:0:0:0:0:0:0/0", True),
        ("128.0.0.0/1", True),
        ("2000::/3", True),
        ("10.0.0.0/8", False),
        ("203.0.113.7/32", False),
        ("2600:1f00::/24", False),
        ("sg-12345", False),
    ],
)
def test_the_internet_is_known_by_its_size(cidr: str, internet: bool) -> None:
    assert is_internet(cidr) is internet


@pytest.mark.parametrize(
    ("token", "props", "says"),
    [
        (
            "aws:ec2/securityGroup:SecurityGroup",
            {"ingress": [{"protocol": "tcp", "fromPort": 3389, "toPort": 3389, **WORLD}]},
            "ingress[0]: port 3389 (RDP) is open to 0.0.0.0/0.",
        ),
        (
            "aws:ec2/securityGroupRule:SecurityGroupRule",
            {"type": "ingress", "protocol": "udp", "fromPort": 3389, "toPort": 3389, **WORLD6},
            "fromPort, toPort: port 3389 (RDP) is open to ::/0.",
        ),
        (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            {"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrIpv6": "::/0"},
            "fromPort, toPort: port 5432 (PostgreSQL) is open to ::/0.",
        ),
        (
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
            {"ingress": [{"protocol": "tcp", "fromPort": 0, "toPort": 65535, **WORLD}]},
            "ingress[0]: port 22 (SSH), 3389 (RDP), 10250 (kubelet) and 21 more is open to 0.0.0.0/0.",
        ),
        (
            "aws:ec2/securityGroup:SecurityGroup",
            {"ingress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, **WORLD}]},
            "ingress[0]: every port is open to 0.0.0.0/0.",
        ),
        (
            "aws:eks/nodeGroup:NodeGroup",
            {"amiType": "WINDOWS_CORE_2022_x86_64", "remoteAccess": {"ec2SshKey": "ops"}},
            "remoteAccess.sourceSecurityGroupIds: port 3389 (RDP) is open to 0.0.0.0/0.",
        ),
        (
            "aws:lightsail/instancePublicPorts:InstancePublicPorts",
            {
                "portInfos": [
                    {"protocol": "tcp", "fromPort": 443, "toPort": 443},
                    {"protocol": "tcp", "fromPort": 22, "toPort": 22},
                ]
            },
            "portInfos[1]: port 22 (SSH) is open to 0.0.0.0/0.",
        ),
    ],
)
def test_every_way_to_open_a_port_is_read(token: str, props: dict[str, Any], says: str) -> None:
    (message,) = judge(RULE, token, props).violations
    assert message.splitlines()[0] == f"{token} 'subject', {says}"


def test_a_database_is_told_to_name_the_group_that_connects_and_a_shell_to_do_without_a_port() -> None:
    rule = {"type": "ingress", "protocol": "tcp", **WORLD}
    token = "aws:ec2/securityGroupRule:SecurityGroupRule"
    for port, advice in ((6379, "name the security group"), (22, "Systems Manager gives a shell")):
        (message,) = judge(RULE, token, {**rule, "fromPort": port, "toPort": port}).violations
        assert advice in message


def test_a_web_server_is_open_to_everybody() -> None:
    rules = [{"protocol": "tcp", "fromPort": port, "toPort": port, **WORLD} for port in (80, 443)]
    assert judge(RULE, "aws:ec2/securityGroup:SecurityGroup", {"ingress": rules}).silent


def entry(number: object, action: str, acl: str, **more: Any) -> Member:
    """An entry of the network ACL called ``acl``, written as a resource."""
    props = {
        "networkAclId": UNKNOWN,
        "ruleNumber": number,
        "ruleAction": action,
        "protocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
        "cidrBlock": "0.0.0.0/0",
        **more,
    }
    return Member(ENTRY, f"entry-{number}", props, references={"networkAclId": [acl]})


def test_an_entry_that_is_a_resource_counts_for_its_network_acl() -> None:
    acl = Member(ACL, "acl", {"ingress": []})
    rule = network_acl_admin_ports_closed.RULE
    (message,) = judge_stack(rule, [acl, entry(100, "allow", "acl")]).violations
    assert "'entry-100', fromPort, toPort: port 22 (SSH) is open to 0.0.0.0/0." in message
    assert judge_stack(rule, [acl, entry(100, "allow", "acl"), entry(50, "deny", "acl")]).silent
    assert judge_stack(rule, [acl, entry(100, "allow", "acl", egress=True)]).silent


def test_an_entry_of_another_network_acl_denies_nothing_here() -> None:
    acls = [Member(ACL, "acl", {}), Member(ACL, "other", {})]
    members = [*acls, entry(100, "allow", "acl"), entry(50, "deny", "other")]
    assert len(judge_stack(network_acl_admin_ports_closed.RULE, members).violations) == 1
