"""Security groups that EKS and the load balancer controllers made."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.security_group_rules import drop_rules_that_name
from cli.leftovers.tags import tag_map

_PATTERNS = (r"eks-cluster-sg-{cluster}-\d+",)


class SecurityGroups(LeftoverKind):
    """Two that name each other can only go when their rules have gone: rules first, then the group."""

    title = "security group"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        used = {group: cluster.name for cluster in scope.living for group in cluster.security_groups}
        for page in scope.region.ec2.get_paginator("describe_security_groups").paginate():
            for group in page["SecurityGroups"]:
                found = scope.claim(tag_map(group.get("Tags")), [group["GroupName"]], _PATTERNS)
                if found is None or group["GroupName"] == "default":
                    continue
                rival = used.get(group["GroupId"], "")
                doubt = f"the living cluster {rival} uses it" if rival else ""
                yield scope.leftover(
                    self.title, group["GroupId"], found, vpc_id=group.get("VpcId"), doubt=doubt
                )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        drop_rules_that_name(scope.region, identifier)
        scope.region.ec2.delete_security_group(GroupId=identifier)
