"""The ways in and out of a VPC: internet gateways, NAT gateways and the addresses of those."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.cloud.listing import by_call, is_alive
from sandbox.wire.values import Properties

_NAT_GONE = ("deleting", "deleted")


@register
class InternetGateway(Ec2Resource):
    """An internet gateway, attached where a VPC is named."""

    kind = "aws:ec2/internetGateway:InternetGateway"
    listed = by_call("ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId")

    def create(self, aws: Aws, inputs: Properties) -> str:
        ec2 = aws.client("ec2")
        created = ec2.create_internet_gateway(TagSpecifications=tag_specification("internet-gateway", inputs))
        gateway: str = created["InternetGateway"]["InternetGatewayId"]
        if inputs.get("vpcId"):
            ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=inputs["vpcId"])
        return gateway

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("ec2").describe_internet_gateways(InternetGatewayIds=[physical])
        gateway = found["InternetGateways"][0]
        return {
            "arn": aws.arn("ec2", f"internet-gateway/{physical}"),
            "ownerId": aws.account,
            "vpcId": _attached(gateway),
            **tags_of(gateway),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Moves to another VPC, and changes tags."""
        super().update(aws, physical, old, new)
        ec2, before, after = aws.client("ec2"), old.get("vpcId"), new.get("vpcId")
        if before != after and before:
            ec2.detach_internet_gateway(InternetGatewayId=physical, VpcId=before)
        if before != after and after:
            ec2.attach_internet_gateway(InternetGatewayId=physical, VpcId=after)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        ec2 = aws.client("ec2")
        vpc = _attached(ec2.describe_internet_gateways(InternetGatewayIds=[physical])["InternetGateways"][0])
        if vpc:
            ec2.detach_internet_gateway(InternetGatewayId=physical, VpcId=vpc)
        ec2.delete_internet_gateway(InternetGatewayId=physical)


@register
class EgressOnlyInternetGateway(Ec2Resource):
    """The way out for IPv6."""

    kind = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
    listed = by_call(
        "ec2",
        "describe_egress_only_internet_gateways",
        "EgressOnlyInternetGateways",
        "EgressOnlyInternetGatewayId",
    )
    replace_on = frozenset({"vpcId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        tags = tag_specification("egress-only-internet-gateway", inputs)
        created = aws.client("ec2").create_egress_only_internet_gateway(
            VpcId=inputs["vpcId"], TagSpecifications=tags
        )
        return str(created["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("ec2").describe_egress_only_internet_gateways(
            EgressOnlyInternetGatewayIds=[physical]
        )
        gateways = found["EgressOnlyInternetGateways"]
        return {"vpcId": _attached(gateways[0]), **tags_of(gateways[0])} if gateways else None

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=physical)


@register
class Eip(Ec2Resource):
    """A public address."""

    kind = "aws:ec2/eip:Eip"
    listed = by_call("ec2", "describe_addresses", "Addresses", "AllocationId")
    replace_on = frozenset({"domain", "publicIpv4Pool", "address", "networkBorderGroup"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        tags = tag_specification("elastic-ip", inputs)
        return str(aws.client("ec2").allocate_address(Domain="vpc", TagSpecifications=tags)["AllocationId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        address = aws.client("ec2").describe_addresses(AllocationIds=[physical])["Addresses"][0]
        public = address["PublicIp"]
        return {
            "allocationId": physical,
            "arn": aws.arn("ec2", f"elastic-ip/{physical}"),
            "associationId": address.get("AssociationId") or "",
            "domain": "vpc",
            "instance": address.get("InstanceId") or "",
            "networkInterface": address.get("NetworkInterfaceId") or "",
            "networkBorderGroup": aws.region,
            "privateIp": address.get("PrivateIpAddress") or "",
            "privateDns": "",
            "publicDns": f"ec2-{public.replace('.', '-')}.compute.amazonaws.com",
            "publicIp": public,
            "publicIpv4Pool": "amazon",
            "ipamPoolId": "",
            "carrierIp": "",
            "customerOwnedIp": "",
            "ptrRecord": "",
            **tags_of(address),
        }

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").release_address(AllocationId=physical)


@register
class NatGateway(Ec2Resource):
    """A NAT gateway in one public subnet."""

    kind = "aws:ec2/natGateway:NatGateway"
    listed = by_call("ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId", keep=is_alive)
    replace_on = frozenset({"allocationId", "connectivityType", "privateIp", "subnetId"})
    defaults: ClassVar[Mapping[str, Any]] = {"connectivityType": "public"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        address = {"AllocationId": inputs["allocationId"]} if inputs.get("allocationId") else {}
        created = aws.client("ec2").create_nat_gateway(
            SubnetId=inputs["subnetId"],
            ConnectivityType=inputs["connectivityType"],
            TagSpecifications=tag_specification("natgateway", inputs),
            **address,
        )
        return str(created["NatGateway"]["NatGatewayId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        gateways = aws.client("ec2").describe_nat_gateways(NatGatewayIds=[physical])["NatGateways"]
        if not gateways or gateways[0]["State"] in _NAT_GONE:
            return None
        (gateway,) = gateways
        address: dict[str, str] = next(iter(gateway.get("NatGatewayAddresses", [])), {})
        return {
            "allocationId": address.get("AllocationId", inputs.get("allocationId")),
            "associationId": address.get("AssociationId", ""),
            "availabilityMode": "zonal",
            "autoProvisionZones": "",
            "autoScalingIps": "",
            "regionalNatGatewayAddresses": [],
            "regionalNatGatewayAutoMode": "",
            "routeTableId": "",
            "networkInterfaceId": address.get("NetworkInterfaceId", ""),
            "privateIp": address.get("PrivateIp", ""),
            "publicIp": address.get("PublicIp", ""),
            "secondaryAllocationIds": [],
            "secondaryPrivateIpAddressCount": 0,
            "secondaryPrivateIpAddresses": [],
            "subnetId": gateway["SubnetId"],
            "vpcId": gateway["VpcId"],
            **tags_of(gateway),
        }

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        ec2 = aws.client("ec2")
        ec2.delete_nat_gateway(NatGatewayId=physical)
        interface = outputs.get("networkInterfaceId")
        if interface:
            # moto leaves it behind.
            ec2.delete_network_interface(NetworkInterfaceId=interface)


def _attached(gateway: Mapping[str, Any]) -> str:
    return next((str(attachment["VpcId"]) for attachment in gateway["Attachments"]), "")
