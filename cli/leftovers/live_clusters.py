"""The clusters that live in a region, and what of theirs must never be taken for a leftover."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import ClientError

from cli.aws.errors import is_gone
from cli.aws.region import Region


@dataclass(frozen=True)
class LivingCluster:
    """A cluster as EKS describes it. ``issuer`` is its OIDC issuer without the scheme."""

    name: str
    region: str
    vpc_id: str
    issuer: str
    role_arns: frozenset[str]
    """Of the control plane and of the managed node groups."""
    key_arns: frozenset[str]
    security_groups: frozenset[str]


def living_clusters(region: Region) -> list[LivingCluster]:
    """Every cluster of a region; one that is deleted while we look is left out."""
    names = [
        name for page in region.eks.get_paginator("list_clusters").paginate() for name in page["clusters"]
    ]
    return [found for name in names if (found := _describe(region, name)) is not None]


def _describe(region: Region, name: str) -> LivingCluster | None:
    try:
        cluster = region.eks.describe_cluster(name=name)["cluster"]
        roles = {cluster.get("roleArn", "")} | _node_roles(region, name)
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    network = cluster.get("resourcesVpcConfig", {})
    keys = [entry.get("provider", {}).get("keyArn", "") for entry in cluster.get("encryptionConfig", [])]
    return LivingCluster(
        name=name,
        region=region.name,
        vpc_id=network.get("vpcId", ""),
        issuer=cluster.get("identity", {}).get("oidc", {}).get("issuer", "").removeprefix("https://"),
        role_arns=frozenset(roles - {""}),
        key_arns=frozenset(key for key in keys if key),
        security_groups=frozenset(
            [*network.get("securityGroupIds", []), network.get("clusterSecurityGroupId", "")]
        )
        - {""},
    )


def _node_roles(region: Region, cluster: str) -> set[str]:
    pages = region.eks.get_paginator("list_nodegroups").paginate(clusterName=cluster)
    names = [name for page in pages for name in page["nodegroups"]]
    return {
        region.eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"].get(
            "nodeRole", ""
        )
        for name in names
    }
