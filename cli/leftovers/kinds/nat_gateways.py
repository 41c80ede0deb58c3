"""NAT gateways: the dearest thing that an interrupted destroy forgets."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


class NatGateways(LeftoverKind):
    """By tag, or because it stands in a VPC that is the cluster's alone."""

    title = "NAT gateway"
    patience = 600

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.ec2.get_paginator("describe_nat_gateways").paginate():
            for gateway in page["NatGateways"]:
                vpc_id = gateway.get("VpcId", "")
                found = scope.claim(tag_map(gateway.get("Tags"))) or scope.owned_vpc(vpc_id)
                if found is None or gateway["State"] in ("deleted", "failed"):
                    continue
                yield scope.leftover(
                    self.title,
                    gateway["NatGatewayId"],
                    found,
                    vpc_id=vpc_id,
                    usd_per_month=prices.running("nat_gateway"),
                    going="EC2 deletes it" if gateway["State"] == "deleting" else "",
                )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.ec2.delete_nat_gateway(NatGatewayId=identifier)
