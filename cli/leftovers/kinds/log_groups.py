"""Log groups, which outlive their cluster and keep costing: EKS makes them and deletes none."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope

_PATTERNS = (
    r"/aws/eks/{cluster}/.*",  # the control plane, and whatever follows its custom
    r"/aws/containerinsights/{cluster}/.*",
    r"{cluster}-network-flow-logs-[0-9a-f]{{7}}",  # this program's, with Pulumi's suffix
)
_GIB = 1024**3


class LogGroups(LeftoverKind):
    """By name: names are all that a list of log groups tells. Tags are read where a name fits."""

    title = "log group"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.logs.get_paginator("describe_log_groups").paginate():
            for group in page["logGroups"]:
                name = group["logGroupName"]
                if scope.claim({}, [name], _PATTERNS) is None:
                    continue
                arn = group["arn"].removesuffix(":*")
                tags = scope.region.logs.list_tags_for_resource(resourceArn=arn)["tags"]
                found = scope.claim(tags, [name], _PATTERNS)
                if found is not None:
                    price = prices.stored("logs_stored", group.get("storedBytes", 0) / _GIB)
                    yield scope.leftover(self.title, name, found, usd_per_month=price)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.logs.delete_log_group(logGroupName=identifier)
