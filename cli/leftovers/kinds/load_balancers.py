"""Application, network and gateway load balancers, and their target groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

_TAGS_AT_ONCE = 20  # describe_tags takes no more


def _tags(scope: Scope, arns: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(arns), _TAGS_AT_ONCE):
        answer = scope.region.elbv2.describe_tags(ResourceArns=list(arns[start : start + _TAGS_AT_ONCE]))
        for entry in answer["TagDescriptions"]:
            found[entry["ResourceArn"]] = tag_map(entry["Tags"])
    return found


class LoadBalancers(LeftoverKind):
    """What a Service, an Ingress or a Gateway made. The identifier is the ARN."""

    title = "load balancer"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        pages = scope.region.elbv2.get_paginator("describe_load_balancers").paginate()
        balancers = [balancer for page in pages for balancer in page["LoadBalancers"]]
        tags = _tags(scope, [balancer["LoadBalancerArn"] for balancer in balancers])
        for balancer in balancers:
            arn = balancer["LoadBalancerArn"]
            vpc_id = balancer.get("VpcId")
            found = scope.claim(tags.get(arn, {}))
            if found is not None:
                price = prices.running("load_balancer")
                yield scope.leftover(self.title, arn, found, vpc_id=vpc_id, usd_per_month=price)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.elbv2.modify_load_balancer_attributes(
            LoadBalancerArn=identifier, Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]
        )
        scope.region.elbv2.delete_load_balancer(LoadBalancerArn=identifier)


class TargetGroups(LeftoverKind):
    """Free, but they count against a quota. The identifier is the ARN."""

    title = "target group"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        pages = scope.region.elbv2.get_paginator("describe_target_groups").paginate()
        groups = [group for page in pages for group in page["TargetGroups"]]
        tags = _tags(scope, [group["TargetGroupArn"] for group in groups])
        for group in groups:
            found = scope.claim(tags.get(group["TargetGroupArn"], {}))
            if found is not None:
                yield scope.leftover(self.title, group["TargetGroupArn"], found, vpc_id=group.get("VpcId"))

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.elbv2.delete_target_group(TargetGroupArn=identifier)
