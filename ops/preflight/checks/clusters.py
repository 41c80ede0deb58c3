"""Clusters of the same name: the stack's own, or somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from botocore.exceptions import ClientError

from components.tags import CLUSTER_TAG
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
    return tags is not None and _is_own(needs, tags)


def check_clusters(needs: Needs, region: Region) -> Iterable[Line]:
    """A name is free, or the stack's own: the tag tells that every stack of this program sets."""
    tags = living_tags(needs, region)
    if tags is None:
        yield ok(SUBJECT, f"{needs.cluster} is free")
    elif _is_own(needs, tags):
        yield ok(SUBJECT, f"{needs.cluster} lives and is this stack's")
    else:
        yield fail(
            SUBJECT,
            f"another cluster {needs.cluster} lives in {needs.region}: it lacks "
            f"{CLUSTER_TAG}={needs.cluster}",
            "bring the stack up under another name, or in another region",
        )


def _is_own(needs: Needs, tags: Mapping[str, str]) -> bool:
    """All other tags may change, and only an `up` changes them."""
    return tags.get(CLUSTER_TAG) == needs.cluster
