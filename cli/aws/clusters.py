"""Clusters as EKS describes them."""

from __future__ import annotations

from botocore.exceptions import ClientError

from cli.aws.errors import is_gone
from cli.aws.region import Region


def tags_of_cluster(name: str, region: Region) -> dict[str, str] | None:
    """The tags of the cluster of that name; None where EKS knows none. Raises ClientError otherwise."""
    try:
        return dict(region.eks.describe_cluster(name=name)["cluster"].get("tags", {}))
    except ClientError as error:
        if is_gone(error):
            return None
        raise
