"""Elastic IPs, which cost the same whether they are used or not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.attachments import doubt_of_holder
from cli.leftovers.evidence import Claim
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import AddressTypeDef


class ElasticIps(LeftoverKind):
    """The identifier is the allocation id."""

    title = "Elastic IP"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for address in scope.region.ec2.describe_addresses()["Addresses"]:
            found = scope.claim(tag_map(address.get("Tags"))) or self._by_interface(scope, address)
            if found is not None:
                yield scope.leftover(
                    self.title,
                    address["AllocationId"],
                    found,
                    doubt=doubt_of_holder(scope, address.get("InstanceId")),
                    vpc_id=_vpc_of(scope, address),
                    usd_per_month=prices.running("public_ipv4_address"),
                )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        for address in scope.region.ec2.describe_addresses(AllocationIds=[identifier])["Addresses"]:
            if "AssociationId" in address:
                scope.region.ec2.disassociate_address(AssociationId=address["AssociationId"])
        scope.region.ec2.release_address(AllocationId=identifier)

    @staticmethod
    def _by_interface(scope: Scope, address: AddressTypeDef) -> Claim | None:
        """An untagged address of a NAT gateway or a node in a VPC that is the cluster's alone."""
        vpc_id = _vpc_of(scope, address)
        return scope.owned_vpc(vpc_id) if vpc_id else None


def _vpc_of(scope: Scope, address: AddressTypeDef) -> str:
    interface_id = address.get("NetworkInterfaceId")
    if not interface_id:
        return ""
    found = scope.region.ec2.describe_network_interfaces(
        Filters=[{"Name": "network-interface-id", "Values": [interface_id]}]
    )["NetworkInterfaces"]
    return found[0].get("VpcId", "") if found else ""
