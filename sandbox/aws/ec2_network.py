"""VPCs and subnets."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.cloud.listing import by_call
from sandbox.wire.values import Properties


@register
class Vpc(Ec2Resource):
    """A VPC with the route table, network ACL and security group that AWS makes in it."""

    kind = "aws:ec2/vpc:Vpc"
    listed = by_call("ec2", "describe_vpcs", "Vpcs", "VpcId", keep=lambda vpc: not vpc["IsDefault"])
    replace_on = frozenset({"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"})
    defaults: ClassVar[Mapping[str, Any]] = {"enableDnsSupport": True, "instanceTenancy": "default"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        vpc: str = aws.client("ec2").create_vpc(
            CidrBlock=inputs["cidrBlock"],
            InstanceTenancy=inputs["instanceTenancy"],
            AmazonProvidedIpv6CidrBlock=inputs.get("assignGeneratedIpv6CidrBlock", False),
            TagSpecifications=tag_specification("vpc", inputs),
        )["Vpc"]["VpcId"]
        self._set_dns(aws, vpc, inputs)
        return vpc

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes tags and DNS switches."""
        super().update(aws, physical, old, new)
        self._set_dns(aws, physical, new)

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        ec2 = aws.client("ec2")
        vpc = ec2.describe_vpcs(VpcIds=[physical])["Vpcs"][0]
        of_vpc = [{"Name": "vpc-id", "Values": [physical]}]
        main = ec2.describe_route_tables(Filters=[*of_vpc, {"Name": "association.main", "Values": ["true"]}])
        acl = ec2.describe_network_acls(Filters=[*of_vpc, {"Name": "default", "Values": ["true"]}])
        group = ec2.describe_security_groups(Filters=[*of_vpc, {"Name": "group-name", "Values": ["default"]}])
        table = main["RouteTables"][0]["RouteTableId"]
        ipv6: dict[str, str] = next(iter(vpc.get("Ipv6CidrBlockAssociationSet", [])), {})
        return {
            "arn": aws.arn("ec2", f"vpc/{physical}"),
            "cidrBlock": vpc["CidrBlock"],
            "ownerId": aws.account,
            "dhcpOptionsId": vpc.get("DhcpOptionsId", "default"),
            "mainRouteTableId": table,
            "defaultRouteTableId": table,
            "defaultNetworkAclId": acl["NetworkAcls"][0]["NetworkAclId"],
            "defaultSecurityGroupId": group["SecurityGroups"][0]["GroupId"],
            "enableDnsHostnames": _attribute(ec2, physical, "enableDnsHostnames"),
            "enableDnsSupport": _attribute(ec2, physical, "enableDnsSupport"),
            "enableNetworkAddressUsageMetrics": inputs.get("enableNetworkAddressUsageMetrics", False),
            "ipv6CidrBlock": ipv6.get("Ipv6CidrBlock", ""),
            "ipv6AssociationId": ipv6.get("AssociationId", ""),
            "ipv6CidrBlockNetworkBorderGroup": aws.region if ipv6 else "",
            **tags_of(vpc),
        }

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_vpc(VpcId=physical)

    @staticmethod
    def _set_dns(aws: Aws, vpc: str, inputs: Properties) -> None:
        ec2 = aws.client("ec2")
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": inputs["enableDnsSupport"]})
        ec2.modify_vpc_attribute(
            VpcId=vpc, EnableDnsHostnames={"Value": inputs.get("enableDnsHostnames", False)}
        )


@register
class Subnet(Ec2Resource):
    """A subnet in one zone."""

    kind = "aws:ec2/subnet:Subnet"
    listed = by_call(
        "ec2", "describe_subnets", "Subnets", "SubnetId", keep=lambda subnet: not subnet["DefaultForAz"]
    )
    replace_on = frozenset(
        {"vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "ipv4IpamPoolId"}
    )
    defaults: ClassVar[Mapping[str, Any]] = {
        "mapPublicIpOnLaunch": False,
        "assignIpv6AddressOnCreation": False,
    }

    def create(self, aws: Aws, inputs: Properties) -> str:
        ec2 = aws.client("ec2")
        place = {
            "AvailabilityZone": inputs.get("availabilityZone"),
            "AvailabilityZoneId": inputs.get("availabilityZoneId"),
            "Ipv6CidrBlock": inputs.get("ipv6CidrBlock"),
        }
        subnet: str = ec2.create_subnet(
            VpcId=inputs["vpcId"],
            CidrBlock=inputs["cidrBlock"],
            TagSpecifications=tag_specification("subnet", inputs),
            **{key: value for key, value in place.items() if value},
        )["Subnet"]["SubnetId"]
        self._set_addresses(aws, subnet, inputs)
        return subnet

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes tags and how addresses are given."""
        super().update(aws, physical, old, new)
        self._set_addresses(aws, physical, new)

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        subnet = aws.client("ec2").describe_subnets(SubnetIds=[physical])["Subnets"][0]
        ipv6: dict[str, str] = next(iter(subnet.get("Ipv6CidrBlockAssociationSet", [])), {})
        return {
            "arn": subnet["SubnetArn"],
            "ownerId": aws.account,
            "vpcId": subnet["VpcId"],
            "cidrBlock": subnet["CidrBlock"],
            "availabilityZone": subnet["AvailabilityZone"],
            "availabilityZoneId": subnet["AvailabilityZoneId"],
            "mapPublicIpOnLaunch": subnet["MapPublicIpOnLaunch"],
            "assignIpv6AddressOnCreation": subnet["AssignIpv6AddressOnCreation"],
            "ipv6CidrBlock": ipv6.get("Ipv6CidrBlock", ""),
            "ipv6CidrBlockAssociationId": ipv6.get("AssociationId", ""),
            "privateDnsHostnameTypeOnLaunch": inputs.get("privateDnsHostnameTypeOnLaunch", "ip-name"),
            **tags_of(subnet),
        }

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_subnet(SubnetId=physical)

    @staticmethod
    def _set_addresses(aws: Aws, subnet: str, inputs: Properties) -> None:
        modify = aws.client("ec2").modify_subnet_attribute
        modify(SubnetId=subnet, MapPublicIpOnLaunch={"Value": inputs["mapPublicIpOnLaunch"]})
        if inputs["assignIpv6AddressOnCreation"]:
            modify(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})


def _attribute(ec2: Any, vpc: str, name: str) -> bool:  # noqa: ANN401 - a boto3 client
    """One of a VPC's switches: EC2 answers one at a time."""
    answer = ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name)
    return bool(answer[name[0].upper() + name[1:]]["Value"])
