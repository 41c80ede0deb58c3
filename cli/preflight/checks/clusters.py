"""Clusters of the same name: the stack's own, or another owner's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cli.aws.clusters import tags_of_cluster
from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.model import Line, fail, ok
from components.tags import CLUSTER_TAG

SUBJECT = "cluster's name"


def lives(needs: Needs, region: Region) -> bool:
    """Whether the stack's own cluster is up already."""
    tags = tags_of_cluster(needs.cluster, region)
    return tags is not None and _is_own(needs, tags)


def check_clusters(needs: Needs, region: Region) -> Iterable[Line]:
    """A name is free, or the stack's own: the tag tells that every stack of this program sets."""
    tags = tags_of_cluster(needs.cluster, region)
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
