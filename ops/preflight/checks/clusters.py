"""Clusters of the same name: the stack's own, or somebody else's."""

from __future__ import annotations

from collections.abc import Iterable

from botocore.exceptions import ClientError

from ops.leftovers.errors import is_gone
from ops.preflight.model import Line, fail, ok
from ops.preflight.needs import Needs
from ops.region import Region

SUBJECT = "cluster's name"


def living_tags(needs: Needs, region: Region) -> dict[str, str] | None:
    """The tags of the cluster of the stack's name; None where there is no such cluster."""
    try:
        return dict(region.eks.describe_cluster(name=needs.cluster)["cluster"].get("tags", {}))
    except ClientError as error:
        if is_gone(error):
            return None
        raise


def lives(needs: Needs, region: Region) -> bool:
    """Whether the stack's own cluster is up already."""
    tags = living_tags(needs, region)
    return tags is not None and needs.tags.items() <= tags.items()


def check_clusters(needs: Needs, region: Region) -> Iterable[Line]:
    """A name is free, or the stack's own: its default tags tell."""
    tags = living_tags(needs, region)
    if tags is None:
        yield ok(SUBJECT, f"{needs.cluster} is free")
    elif needs.tags.items() <= tags.items():
        yield ok(SUBJECT, f"{needs.cluster} lives and has this stack's tags")
    else:
        missing = ", ".join(f"{key}={value}" for key, value in needs.tags.items() if tags.get(key) != value)
        yield fail(
            SUBJECT,
            f"another cluster {needs.cluster} lives in {needs.region}: it lacks {missing}",
            "bring the stack up under another name, or in another region",
        )
