"""Instances: nodes that Karpenter or an autoscaler started, and that nothing stops any more."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


class Instances(LeftoverKind):
    """Their volumes and interfaces go with them where they were told to."""

    title = "instance"
    patience = 600

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        pages = scope.region.ec2.get_paginator("describe_instances").paginate()
        for instance in (i for page in pages for r in page["Reservations"] for i in r["Instances"]):
            state = instance["State"]["Name"]
            found = scope.claim(tag_map(instance.get("Tags")))
            if found is None or state == "terminated":
                continue
            yield scope.leftover(
                self.title,
                instance["InstanceId"],
                found,
                vpc_id=instance.get("VpcId"),
                usd_per_month=0.0 if state == "stopped" else prices.instance(instance["InstanceType"]),
                going="EC2 stops it" if state == "shutting-down" else "",
            )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.ec2.terminate_instances(InstanceIds=[identifier])
