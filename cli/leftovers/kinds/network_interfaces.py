"""Network interfaces: forgotten by the VPC CNI, or by a load balancer that was killed half-way."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.attachments import doubt_of_holder
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

_PATTERNS = (r"Amazon EKS {cluster}",)  # the control plane's description of its own


class NetworkInterfaces(LeftoverKind):
    """A loose one in a VPC that is the cluster's alone counts without a tag; one in use needs a tag."""

    title = "network interface"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.ec2.get_paginator("describe_network_interfaces").paginate():
            for interface in page["NetworkInterfaces"]:
                vpc_id = interface.get("VpcId", "")
                found = scope.claim(
                    tag_map(interface.get("TagSet")), [interface.get("Description", "")], _PATTERNS
                )
                if found is None and interface["Status"] == "available":
                    found = scope.owned_vpc(vpc_id)
                if found is not None:
                    identifier = interface["NetworkInterfaceId"]
                    doubt = doubt_of_holder(scope, interface.get("Attachment", {}).get("InstanceId"))
                    yield scope.leftover(self.title, identifier, found, vpc_id=vpc_id, doubt=doubt)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        answer = scope.region.ec2.describe_network_interfaces(NetworkInterfaceIds=[identifier])
        for interface in answer["NetworkInterfaces"]:
            if attachment := interface.get("Attachment", {}).get("AttachmentId"):
                scope.region.ec2.detach_network_interface(AttachmentId=attachment, Force=True)
        scope.region.ec2.delete_network_interface(NetworkInterfaceId=identifier)
