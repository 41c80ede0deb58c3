"""EBS volumes: what PersistentVolumeClaims leave when the cluster goes before them."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from cli.leftovers import prices
from cli.leftovers.attachments import doubt_of_holder
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

# The CSI driver's name for a volume, where it was told the cluster's name.
_PATTERNS = (r"{cluster}-dynamic-pvc-[0-9a-f-]{{36}}",)


class Volumes(LeftoverKind):
    """One that another's instance uses is kept."""

    title = "volume"

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        for page in scope.region.ec2.get_paginator("describe_volumes").paginate():
            for volume in page["Volumes"]:
                tags = tag_map(volume.get("Tags"))
                found = scope.claim(tags, [tags.get("Name", "")], _PATTERNS)
                if found is None or volume["State"] == "deleted":
                    continue
                doubts = (doubt_of_holder(scope, a.get("InstanceId")) for a in volume.get("Attachments", []))
                yield scope.leftover(
                    self.title,
                    volume["VolumeId"],
                    found,
                    doubt=next(filter(None, doubts), ""),
                    going="EC2 deletes it" if volume["State"] == "deleting" else "",
                    usd_per_month=prices.stored(volume["VolumeType"], volume["Size"]),
                )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.ec2.delete_volume(VolumeId=identifier)
