"""Route tables, routes and which subnet uses which table."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Listing, Within
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_DESTINATIONS = {
    "destinationCidrBlock": "DestinationCidrBlock",
    "cidrBlock": "DestinationCidrBlock",
    "destinationIpv6CidrBlock": "DestinationIpv6CidrBlock",
    "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}
_TARGETS = {
    "gatewayId": "GatewayId",
    "natGatewayId": "NatGatewayId",
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
    "networkInterfaceId": "NetworkInterfaceId",
    "transitGatewayId": "TransitGatewayId",
    "vpcEndpointId": "VpcEndpointId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
}


def _route_tables(api: Any) -> Iterable[str]:  # noqa: ANN401 - boto3's clients are made at run time
    default = {vpc["VpcId"] for vpc in api.describe_vpcs()["Vpcs"] if vpc["IsDefault"]}
    tables = api.describe_route_tables()["RouteTables"]
    return [str(table["RouteTableId"]) for table in tables if table["VpcId"] not in default]


@register
class RouteTable(Ec2Resource):
    """A route table, with routes of its own where the program writes them inside."""

    kind = "aws:ec2/routeTable:RouteTable"
    listed = Listing("ec2", "RouteTables", _route_tables)
    replace_on = frozenset({"vpcId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        tags = tag_specification("route-table", inputs)
        created = aws.client("ec2").create_route_table(VpcId=inputs["vpcId"], TagSpecifications=tags)
        table: str = created["RouteTable"]["RouteTableId"]
        for route in inputs.get("routes", []):
            _create_route(aws, table, route)
        return table

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        table = aws.client("ec2").describe_route_tables(RouteTableIds=[physical])["RouteTables"][0]
        return {
            "arn": aws.arn("ec2", f"route-table/{physical}"),
            "ownerId": aws.account,
            "vpcId": table["VpcId"],
            "routes": inputs.get("routes", []),
            "propagatingVgws": inputs.get("propagatingVgws", []),
            **tags_of(table),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the inner routes and the tags."""
        super().update(aws, physical, old, new)
        before, after = old.get("routes", []), new.get("routes", [])
        for route in (route for route in before if route not in after):
            aws.client("ec2").delete_route(RouteTableId=physical, **_destination(route))
        for route in (route for route in after if route not in before):
            _create_route(aws, physical, route)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_route_table(RouteTableId=physical)


@register
class Route(Resource):
    """One route of a table."""

    kind = "aws:ec2/route:Route"
    listed = Within("aws:ec2/routeTable:RouteTable")
    replace_on = frozenset(
        {"routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"}
    )

    def create(self, aws: Aws, inputs: Properties) -> str:
        table, destination = inputs["routeTableId"], _destination(inputs)
        if _find_route(aws, table, destination) is not None:
            raise RefusalError(
                f"CreateRoute: RouteAlreadyExists: The route identified by "
                f"{next(iter(destination.values()))} "
                "already exists."
            )
        _create_route(aws, table, inputs)
        return f"r-{table}{_short_hash(str(sorted(destination.items())))}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        if not inputs:
            return None
        route = _find_route(aws, inputs["routeTableId"], _destination(inputs))
        if route is None:
            return None
        return {
            "instanceId": "",
            "instanceOwnerId": "",
            "networkInterfaceId": inputs.get("networkInterfaceId", ""),
            "origin": "CreateRoute",
            "state": "active",
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Points the destination at another target."""
        aws.client("ec2").replace_route(RouteTableId=new["routeTableId"], **_destination(new), **_target(new))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_route(RouteTableId=outputs["routeTableId"], **_destination(outputs))


@register
class RouteTableAssociation(Resource):
    """A subnet's (or gateway's) route table."""

    kind = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    listed = Within("aws:ec2/routeTable:RouteTable")
    # AWS changes the table in place, but under a new id, which for the state is another resource.
    replace_on = frozenset({"subnetId", "gatewayId", "routeTableId"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        place = {"SubnetId": inputs.get("subnetId"), "GatewayId": inputs.get("gatewayId")}
        given = {key: value for key, value in place.items() if value}
        created = aws.client("ec2").associate_route_table(RouteTableId=inputs["routeTableId"], **given)
        return str(created["AssociationId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        by_association = [{"Name": "association.route-table-association-id", "Values": [physical]}]
        tables = aws.client("ec2").describe_route_tables(Filters=by_association)["RouteTables"]
        return {"routeTableId": tables[0]["RouteTableId"]} if tables else None

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").disassociate_route_table(AssociationId=physical)


def _destination(route: Properties) -> dict[str, str]:
    return {name: route[key] for key, name in _DESTINATIONS.items() if route.get(key)}


def _target(route: Properties) -> dict[str, str]:
    return {name: route[key] for key, name in _TARGETS.items() if route.get(key)}


def _create_route(aws: Aws, table: str, route: Properties) -> None:
    aws.client("ec2").create_route(RouteTableId=table, **_destination(route), **_target(route))


def _find_route(aws: Aws, table: str, destination: dict[str, str]) -> dict[str, str] | None:
    found = aws.client("ec2").describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    return next((route for route in found if destination.items() <= route.items()), None)


def _short_hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
