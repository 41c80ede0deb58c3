"""What tags and names say about the cluster that a resource belongs to. Pure: no AWS here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.tags import CLUSTER_TAG, EKS_CLUSTER_TAG

NAME_TAGS = (
    CLUSTER_TAG,  # this program
    EKS_CLUSTER_TAG,  # EKS on node groups, launch templates, Auto Scaling groups
    "aws:eks:cluster-name",  # EKS on security groups and instances
    "eks:eks-cluster-name",  # EKS Auto Mode
    "elbv2.k8s.aws/cluster",  # AWS Load Balancer Controller
    "service.eks.amazonaws.com/cluster",  # EKS Auto Mode's load balancers
    "cluster.k8s.amazonaws.com/name",  # VPC CNI on network interfaces
    "node.k8s.amazonaws.com/cluster",
    "KubernetesCluster",  # the cloud provider and the EBS CSI driver
    "karpenter.k8s.aws/cluster",  # Karpenter on launch templates
    "alpha.eksctl.io/cluster-name",
    "eksctl.cluster.k8s.io/v1alpha1/cluster-name",
)
"""Tags whose value is a cluster's name, each with who writes it."""

OWNERSHIP_PREFIX = "kubernetes.io/cluster/"
"""Tag ``kubernetes.io/cluster/NAME``; its value is ``owned`` or ``shared``."""


@dataclass(frozen=True)
class Claim:
    """Why a resource is thought to belong to a cluster, and what speaks against it."""

    evidence: str
    others: tuple[str, ...] = ()
    """Other clusters that its tags name."""
    shared: bool = False
    """Nothing but a ``shared`` ownership tag names the cluster."""

    @property
    def doubt(self) -> str:
        """A sentence that says why it must not be deleted; empty where nothing speaks against it."""
        if self.others:
            return f"its tags also name {', '.join(self.others)}"
        if self.shared:
            return "tagged as shared: the cluster used it and did not make it"
        return ""


def claim(
    cluster: str, tags: Mapping[str, str], names: Iterable[str] = (), patterns: Iterable[str] = ()
) -> Claim | None:
    """Whether ``tags`` or ``names`` say that a resource is ``cluster``'s; None where nothing does.

    ``patterns`` are regular expressions that a whole name has to match, with ``{cluster}`` for the name.
    Tags that name another cluster cast doubt on a name that fits.
    """
    owners = _owners(tags)
    others = tuple(sorted({name for name, _, _ in owners if name != cluster}))
    mine = [(sentence, shared) for name, sentence, shared in owners if name == cluster]
    if mine:
        owned = [sentence for sentence, shared in mine if not shared]
        return Claim((owned or [mine[0][0]])[0], others, shared=not owned)
    for name in names:
        if any(re.fullmatch(pattern.format(cluster=re.escape(cluster)), name) for pattern in patterns):
            return Claim(f"name {name}", others)
    return None


def clusters_named(tags: Mapping[str, str]) -> tuple[str, ...]:
    """The clusters that a resource's tags name, sorted."""
    return tuple(sorted({name for name, _, _ in _owners(tags)}))


def _owners(tags: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(cluster, the tag that names it, whether it is only shared), the plainest tags first."""
    found = [(tags[key], f"tag {key}={tags[key]}", False) for key in NAME_TAGS if tags.get(key)]
    for key, value in sorted(tags.items()):
        name = key.removeprefix(OWNERSHIP_PREFIX)
        if name != key and name:
            found.append((name, f"tag {key}={value}", value == "shared"))
    return found
