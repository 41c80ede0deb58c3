"""Auto Scaling groups of self-managed nodes, and of node groups that were deleted by hand."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


class AutoScalingGroups(LeftoverKind):
    """Go before instances: a group replaces what is terminated."""

    title = "Auto Scaling group"
    patience = 900

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.autoscaling.get_paginator("describe_auto_scaling_groups").paginate():
            for group in page["AutoScalingGroups"]:
                found = scope.claim(tag_map(group.get("Tags")))
                if found is not None:
                    going = "Auto Scaling deletes it" if "Delet" in group.get("Status", "") else ""
                    yield scope.leftover(self.title, group["AutoScalingGroupName"], found, going=going)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.autoscaling.delete_auto_scaling_group(AutoScalingGroupName=identifier, ForceDelete=True)
