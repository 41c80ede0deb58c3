"""Classic load balancers: what Kubernetes' own cloud provider makes of a Service."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

_TAGS_AT_ONCE = 20  # describe_tags takes no more


class ClassicLoadBalancers(LeftoverKind):
    """The identifier is the name, which is unique in a region."""

    title = "classic load balancer"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        pages = scope.region.elb.get_paginator("describe_load_balancers").paginate()
        vpcs = {
            b["LoadBalancerName"]: b.get("VPCId") for page in pages for b in page["LoadBalancerDescriptions"]
        }
        names = list(vpcs)
        for start in range(0, len(names), _TAGS_AT_ONCE):
            answer = scope.region.elb.describe_tags(LoadBalancerNames=names[start : start + _TAGS_AT_ONCE])
            for entry in answer["TagDescriptions"]:
                found = scope.claim(tag_map(entry.get("Tags")))
                if found is not None:
                    name = entry["LoadBalancerName"]
                    price = prices.running("classic_load_balancer")
                    yield scope.leftover(self.title, name, found, vpc_id=vpcs[name], usd_per_month=price)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.elb.delete_load_balancer(LoadBalancerName=identifier)
