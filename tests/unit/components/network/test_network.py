from typing import Any

import pulumi
import pytest

from components.network.network import Network
from components.network.settings import NEEDED_WITHOUT_NAT, NetworkSettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy

IPV6_BLOCK = {"aws:ec2/vpc:Vpc": {"ipv6CidrBlock": "2600:1f18:abcd:1200::/56"}}


def build(*, preview: bool = False, **written: Any) -> Cloud:
    settings = NetworkSettings.model_validate(written)

    def program() -> dict[str, Any]:
        network = Network("net", settings, region="us-east-1", cluster_name="dev")
        return {
            "vpc": network.vpc_id,
            "public": network.public_subnet_ids,
            "private": network.private_subnet_ids,
            "nodes": network.node_subnet_ids,
            "egress": [resource._name for resource in network.egress],
        }

    return deploy(program, preview=preview, outputs=IPV6_BLOCK if settings.ipv6 else None)


DEFAULT = {
    ("aws:ec2/vpc:Vpc", "net-vpc"),
    ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "net-default"),
    ("aws:ec2/internetGateway:InternetGateway", "net-internet"),
    ("aws:ec2/subnet:Subnet", "net-public-use1-az1"),
    ("aws:ec2/subnet:Subnet", "net-public-use1-az2"),
    ("aws:ec2/subnet:Subnet", "net-private-use1-az1"),
    ("aws:ec2/subnet:Subnet", "net-private-use1-az2"),
    ("aws:ec2/routeTable:RouteTable", "net-public"),
    ("aws:ec2/routeTable:RouteTable", "net-private-use1-az1"),
    ("aws:ec2/routeTable:RouteTable", "net-private-use1-az2"),
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", "net-public-use1-az1"),
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", "net-public-use1-az2"),
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", "net-private-use1-az1"),
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", "net-private-use1-az2"),
    ("aws:ec2/route:Route", "net-public"),
    ("aws:ec2/route:Route", "net-private-use1-az1"),
    ("aws:ec2/route:Route", "net-private-use1-az2"),
    ("aws:ec2/eip:Eip", "net-nat-use1-az1"),
    ("aws:ec2/natGateway:NatGateway", "net-nat-use1-az1"),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", "net-s3"),
}


@pytest.mark.parametrize("preview", [False, True])
def test_a_preview_declares_what_a_deployment_declares(preview: bool) -> None:
    cloud = build(preview=preview)
    assert cloud.children("net") == DEFAULT
    assert [resource.name for resource in cloud.resources if resource.parent == ""] == ["net"]


def test_in_a_preview_only_what_aws_computes_is_unknown() -> None:
    subnet = build(preview=True).named("net-vpc")
    assert UNKNOWN not in subnet.inputs.values()
    private = [r for r in build(preview=True).of("aws:ec2/subnet:Subnet") if r.name == "net-private-use1-az1"]
    assert (private[0].inputs["vpcId"], private[0].inputs["cidrBlock"]) == (UNKNOWN, "10.0.0.0/18")


def test_subnets_are_named_by_zone_id_and_tagged_for_those_who_look_for_them() -> None:
    public, private = (
        next(r for r in build().of("aws:ec2/subnet:Subnet") if r.name == f"net-{kind}-use1-az2")
        for kind in ("public", "private")
    )
    assert public.inputs == {
        "vpcId": "net-vpc-id",
        "availabilityZoneId": "use1-az2",
        "cidrBlock": "10.0.208.0/20",
        "mapPublicIpOnLaunch": False,
        "assignIpv6AddressOnCreation": False,
        "tags": {
            "Name": "net-public-use1-az2",
            "kubernetes.io/cluster/dev": "shared",
            "kubernetes.io/role/elb": "1",
        },
    }
    assert private.inputs["tags"] == {
        "Name": "net-private-use1-az2",
        "kubernetes.io/cluster/dev": "shared",
        "kubernetes.io/role/internal-elb": "1",
        "karpenter.sh/discovery": "dev",
    }


def test_the_default_security_group_lets_nothing_through() -> None:
    group = build().one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
    assert (group["ingress"], group["egress"]) == ([], [])


@pytest.mark.parametrize(
    ("nat", "gateways", "used"),
    [
        ("single", ["use1-az1"], ["use1-az1", "use1-az1", "use1-az1"]),
        ("perZone", ["use1-az1", "use1-az2", "use1-az4"], ["use1-az1", "use1-az2", "use1-az4"]),
    ],
)
def test_private_subnets_leave_by_nat(nat: str, gateways: list[str], used: list[str]) -> None:
    cloud = build(zones=3, nat=nat)
    assert [r.name for r in cloud.of("aws:ec2/natGateway:NatGateway")] == [f"net-nat-{z}" for z in gateways]
    routes = [r for r in cloud.of("aws:ec2/route:Route") if "private" in r.name]
    assert [route.inputs["natGatewayId"] for route in routes] == [f"net-nat-{zone}-id" for zone in used]


def test_nodes_wait_for_their_routes_and_nothing_else_does() -> None:
    cloud = build()
    assert sorted(cloud.result["egress"]) == [
        "net-private-use1-az1",
        "net-private-use1-az1",
        "net-private-use1-az2",
        "net-private-use1-az2",
        "net-s3",
    ]
    assert cloud.result["nodes"] == ["net-private-use1-az1-id", "net-private-use1-az2-id"]


def test_without_nat_private_subnets_have_no_route_out_but_endpoints() -> None:
    cloud = build(nat="none", interfaceEndpoints=NEEDED_WITHOUT_NAT)
    assert [r.name for r in cloud.of("aws:ec2/route:Route")] == ["net-public"]
    assert cloud.of("aws:ec2/eip:Eip") == []
    endpoint = cloud.named("net-ecr.api").inputs
    assert endpoint["serviceName"] == "com.amazonaws.us-east-1.ecr.api"
    assert endpoint["privateDnsEnabled"] is True
    assert endpoint["subnetIds"] == ["net-private-use1-az1-id", "net-private-use1-az2-id"]
    assert cloud.one("aws:ec2/securityGroup:SecurityGroup").inputs["ingress"] == [
        {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/16"]}
    ]
    assert set(cloud.result["egress"]) > {f"net-{service}" for service in NEEDED_WITHOUT_NAT}


def test_public_nodes_get_addresses_and_the_karpenter_tag() -> None:
    cloud = build(nat="none", nodeSubnets="public")
    subnets = {r.name: r.inputs for r in cloud.of("aws:ec2/subnet:Subnet")}
    assert subnets["net-public-use1-az1"]["mapPublicIpOnLaunch"] is True
    assert subnets["net-public-use1-az1"]["tags"]["karpenter.sh/discovery"] == "dev"
    assert subnets["net-private-use1-az1"]["mapPublicIpOnLaunch"] is False
    assert "karpenter.sh/discovery" not in subnets["net-private-use1-az1"]["tags"]
    assert cloud.result["nodes"] == cloud.result["public"]
    assert set(cloud.result["egress"]) == {
        "net-public",
        "net-public-use1-az1",
        "net-public-use1-az2",
        "net-s3",
    }


def test_the_s3_endpoint_serves_every_route_table() -> None:
    endpoint = build().one("aws:ec2/vpcEndpoint:VpcEndpoint").inputs
    assert (endpoint["vpcEndpointType"], endpoint["serviceName"]) == ("Gateway", "com.amazonaws.us-east-1.s3")
    assert endpoint["routeTableIds"] == [
        "net-public-id",
        "net-private-use1-az1-id",
        "net-private-use1-az2-id",
    ]


def test_no_endpoint_where_none_is_wanted() -> None:
    assert build(s3Endpoint=False).of("aws:ec2/vpcEndpoint:VpcEndpoint") == []


def test_flow_logs_are_kept_for_a_while_by_a_role_that_can_do_no_more() -> None:
    cloud = build(flowLogs=True, flowLogRetentionDays=90)
    assert cloud.one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 90
    policy = cloud.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]
    assert policy == (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogStream", '
        '"logs:PutLogEvents", "logs:DescribeLogStreams"], "Resource": "arn:aws:mock:::net-flow-logs:*"}]}'
    )
    log = cloud.one("aws:ec2/flowLog:FlowLog").inputs
    assert (log["vpcId"], log["trafficType"], log["logDestination"]) == (
        "net-vpc-id",
        "ALL",
        "arn:aws:mock:::net-flow-logs",
    )


def test_dual_stack_gives_each_subnet_its_range_and_private_ones_a_way_out_only() -> None:
    cloud = build(ipv6=True)
    assert cloud.one("aws:ec2/vpc:Vpc").inputs["assignGeneratedIpv6CidrBlock"] is True
    assert {r.name: r.inputs["ipv6CidrBlock"] for r in cloud.of("aws:ec2/subnet:Subnet")} == {
        "net-public-use1-az1": "2600:1f18:abcd:1200::/64",
        "net-public-use1-az2": "2600:1f18:abcd:1201::/64",
        "net-private-use1-az1": "2600:1f18:abcd:1204::/64",
        "net-private-use1-az2": "2600:1f18:abcd:1205::/64",
    }
    assert cloud.named("net-private-use1-az1-ipv6").inputs == {
        "routeTableId": "net-private-use1-az1-id",
        "destinationIpv6CidrBlock": "::/0",
        "egressOnlyGatewayId": "net-egress-only-id",
    }


def test_an_existing_vpc_is_used_and_not_touched() -> None:
    cloud = build(vpcId="vpc-1", privateSubnetIds=["subnet-1", "subnet-2"], publicSubnetIds=["subnet-3"])
    assert [resource.name for resource in cloud.resources] == ["net"]
    assert cloud.result == {
        "vpc": "vpc-1",
        "public": ["subnet-3"],
        "private": ["subnet-1", "subnet-2"],
        "nodes": ["subnet-1", "subnet-2"],
        "egress": [],
    }


def test_an_unknown_zone_stops_before_anything_is_made() -> None:
    with pytest.raises(pulumi.RunError, match="us-east-1z is no zone of this region"):
        build(zones=["use1-az1", "us-east-1z"])
