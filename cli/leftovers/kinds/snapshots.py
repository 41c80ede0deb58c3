"""EBS snapshots that VolumeSnapshots made."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map


class Snapshots(LeftoverKind):
    """The price is that of the whole volume: AWS does not say how much of it a snapshot holds."""

    title = "snapshot"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"]):
            for snapshot in page["Snapshots"]:
                found = scope.claim(tag_map(snapshot.get("Tags")))
                if found is not None:
                    price = prices.stored("snapshot", snapshot["VolumeSize"])
                    yield scope.leftover(self.title, snapshot["SnapshotId"], found, usd_per_month=price)

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.ec2.delete_snapshot(SnapshotId=identifier)
