"""The cluster itself, with its node groups and Fargate profiles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from typing_extensions import override

from cli.aws.errors import is_gone
from cli.leftovers import prices
from cli.leftovers.evidence import Claim
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.model import Leftover
from cli.leftovers.scope import Scope

if TYPE_CHECKING:
    from mypy_boto3_eks.type_defs import ClusterTypeDef


def _described(scope: Scope) -> ClusterTypeDef | None:
    try:
        return scope.region.eks.describe_cluster(name=scope.cluster)["cluster"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise


class EksNodeGroups(LeftoverKind):
    """Managed node groups: EKS refuses to delete a cluster that has one."""

    title = "node group"
    patience = 1200

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        if _described(scope) is None:
            return
        for page in scope.region.eks.get_paginator("list_nodegroups").paginate(clusterName=scope.cluster):
            for name in page["nodegroups"]:
                yield scope.leftover(self.title, name, Claim(f"of the cluster {scope.cluster}"))

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.eks.delete_nodegroup(clusterName=scope.cluster, nodegroupName=identifier)


class EksFargateProfiles(LeftoverKind):
    """Fargate profiles, which hold a cluster as node groups do."""

    title = "Fargate profile"
    patience = 900

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        if _described(scope) is None:
            return
        pages = scope.region.eks.get_paginator("list_fargate_profiles").paginate(clusterName=scope.cluster)
        for page in pages:
            for name in page["fargateProfileNames"]:
                yield scope.leftover(self.title, name, Claim(f"of the cluster {scope.cluster}"))

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.eks.delete_fargate_profile(clusterName=scope.cluster, fargateProfileName=identifier)


class EksClusters(LeftoverKind):
    """The control plane."""

    title = "EKS cluster"
    patience = 1200

    @override
    def find(self, scope: Scope) -> Iterable[Leftover]:
        cluster = _described(scope)
        if cluster is not None:
            yield scope.leftover(
                self.title,
                scope.cluster,
                Claim(f"name {scope.cluster}"),
                usd_per_month=prices.running("eks_control_plane_standard"),
                going="EKS deletes it" if cluster.get("status") == "DELETING" else "",
            )

    @override
    def delete(self, scope: Scope, identifier: str) -> None:
        scope.region.eks.delete_cluster(name=identifier)
