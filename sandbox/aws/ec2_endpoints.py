"""VPC endpoints and flow logs."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register
from sandbox.cloud.listing import by_call, is_alive
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties


@register
class VpcEndpoint(Ec2Resource):
    """A way to an AWS service that stays inside AWS."""

    kind = "aws:ec2/vpcEndpoint:VpcEndpoint"
    listed = by_call("ec2", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", keep=is_alive)
    replace_on = frozenset({"vpcId", "serviceName", "vpcEndpointType", "serviceRegion"})
    defaults: ClassVar[Mapping[str, Any]] = {"vpcEndpointType": "Gateway"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        service = inputs["serviceName"]
        if not service.startswith((f"com.amazonaws.{aws.region}.", "com.amazonaws.vpce.", "aws.api.")):
            raise RefusalError(
                f"CreateVpcEndpoint: InvalidServiceName: The Vpc Endpoint Service '{service}' does not exist"
            )
        optional = {
            "RouteTableIds": inputs.get("routeTableIds"),
            "SubnetIds": inputs.get("subnetIds"),
            "SecurityGroupIds": inputs.get("securityGroupIds"),
            "PolicyDocument": inputs.get("policy"),
        }
        created = aws.client("ec2").create_vpc_endpoint(
            VpcId=inputs["vpcId"],
            ServiceName=service,
            VpcEndpointType=inputs["vpcEndpointType"],
            PrivateDnsEnabled=inputs.get("privateDnsEnabled", False),
            TagSpecifications=tag_specification("vpc-endpoint", inputs),
            **{key: value for key, value in optional.items() if value},
        )
        return str(created["VpcEndpoint"]["VpcEndpointId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        endpoint = aws.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[physical])["VpcEndpoints"][0]
        return {
            "arn": aws.arn("ec2", f"vpc-endpoint/{physical}"),
            "cidrBlocks": [],
            "dnsEntries": [
                {"dnsName": entry["DnsName"], "hostedZoneId": entry["HostedZoneId"]}
                for entry in endpoint.get("DnsEntries", [])
            ],
            "dnsOptions": inputs.get("dnsOptions", {}),
            "ipAddressType": inputs.get("ipAddressType", "ipv4"),
            "networkInterfaceIds": endpoint.get("NetworkInterfaceIds", []),
            "ownerId": aws.account,
            "policy": inputs.get("policy", ""),
            "prefixListId": "pl-63a5400a" if inputs.get("vpcEndpointType") == "Gateway" else "",
            "privateDnsEnabled": inputs.get("privateDnsEnabled", False),
            "requesterManaged": False,
            "routeTableIds": endpoint.get("RouteTableIds", []),
            "securityGroupIds": inputs.get("securityGroupIds", []),
            "serviceRegion": aws.region,
            "state": endpoint["State"],
            "subnetConfigurations": inputs.get("subnetConfigurations", []),
            "subnetIds": endpoint.get("SubnetIds", []),
            **tags_of(endpoint),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the route tables, subnets, policy and tags."""
        super().update(aws, physical, old, new)
        request: dict[str, Any] = {}
        for key, word in (("routeTableIds", "RouteTableIds"), ("subnetIds", "SubnetIds")):
            before, after = old.get(key, []), new.get(key, [])
            request[f"Add{word}"] = [item for item in after if item not in before]
            request[f"Remove{word}"] = [item for item in before if item not in after]
        if old.get("policy") != new.get("policy"):
            request |= {"PolicyDocument": new["policy"]} if new.get("policy") else {"ResetPolicy": True}
        changes = {key: value for key, value in request.items() if value}
        if changes:
            aws.client("ec2").modify_vpc_endpoint(VpcEndpointId=physical, **changes)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        ec2 = aws.client("ec2")
        endpoint = ec2.describe_vpc_endpoints(VpcEndpointIds=[physical])["VpcEndpoints"][0]
        ec2.delete_vpc_endpoints(VpcEndpointIds=[physical])
        for interface in endpoint.get("NetworkInterfaceIds", []):
            ec2.delete_network_interface(NetworkInterfaceId=interface)


@register
class FlowLog(Ec2Resource):
    """A record of the traffic of a VPC, subnet or interface."""

    kind = "aws:ec2/flowLog:FlowLog"
    listed = by_call("ec2", "describe_flow_logs", "FlowLogs", "FlowLogId")
    replace_on = frozenset(
        {
            "destinationOptions",
            "eniId",
            "iamRoleArn",
            "logDestination",
            "logDestinationType",
            "logFormat",
            "maxAggregationInterval",
            "subnetId",
            "trafficType",
            "vpcId",
        }
    )
    defaults: ClassVar[Mapping[str, Any]] = {
        "logDestinationType": "cloud-watch-logs",
        "maxAggregationInterval": 600,
    }

    def create(self, aws: Aws, inputs: Properties) -> str:
        places = (("vpcId", "VPC"), ("subnetId", "Subnet"), ("eniId", "NetworkInterface"))
        kind, place = next(((kind, inputs[key]) for key, kind in places if inputs.get(key)), ("", ""))
        if not place:
            raise RefusalError("a flow log needs one of vpcId, subnetId and eniId")
        optional = {
            "DeliverLogsPermissionArn": inputs.get("iamRoleArn"),
            "LogFormat": inputs.get("logFormat"),
            "TagSpecifications": tag_specification("vpc-flow-log", inputs),
        }
        created = aws.client("ec2").create_flow_logs(
            ResourceIds=[place],
            ResourceType=kind,
            TrafficType=inputs.get("trafficType", "ALL"),
            LogDestinationType=inputs["logDestinationType"],
            MaxAggregationInterval=inputs["maxAggregationInterval"],
            **_flow_destination(inputs),
            **{key: value for key, value in optional.items() if value},
        )
        if created.get("Unsuccessful"):
            problem = created["Unsuccessful"][0]["Error"]
            raise RefusalError(f"CreateFlowLogs: {problem['Code']}: {problem['Message']}")
        return str(created["FlowLogIds"][0])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("ec2").describe_flow_logs(FlowLogIds=[physical])["FlowLogs"]
        if not found:
            return None
        return {
            "arn": aws.arn("ec2", f"vpc-flow-log/{physical}"),
            "logDestination": inputs.get("logDestination", ""),
            "logFormat": inputs.get("logFormat", found[0].get("LogFormat", "")),
            **tags_of(found[0]),
        }

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_flow_logs(FlowLogIds=[physical])


def _flow_destination(inputs: Properties) -> dict[str, str]:
    """moto finds a log group by its name only, so the ARN is taken apart."""
    destination: str = inputs.get("logDestination", "")
    if inputs["logDestinationType"] == "cloud-watch-logs" and ":log-group:" in destination:
        return {"LogGroupName": destination.split(":log-group:")[1].removesuffix(":*")}
    return {"LogDestination": destination} if destination else {}
