"""The tags by which cluster-autoscaler finds an Auto Scaling group, and knows nodes that aren't there yet."""

from __future__ import annotations

from collections.abc import Mapping

from components.cluster.settings import NodeGroupSettings
from components.labels import NODE_GROUP

_PREFIX = "k8s.io/cluster-autoscaler"
_TEMPLATE = f"{_PREFIX}/node-template"


def autoscaler_tags(
    cluster_name: str, group: str, settings: NodeGroupSettings
) -> Mapping[str, tuple[str, str]]:
    """Short name -> (tag key, tag value). The short name is fit to be part of a resource's name.

    EKS puts a node group's labels and taints on its nodes but not on its Auto Scaling group: without the
    node-template tags a group of no nodes never grows for a pod that selects a label or tolerates a taint.
    """
    labels = {
        "eks.amazonaws.com/capacityType": settings.capacity_type,
        "kubernetes.io/arch": settings.architecture,
        NODE_GROUP: group,
        **settings.labels,
    }
    return {
        "enabled": (f"{_PREFIX}/enabled", "true"),
        "owned": (f"{_PREFIX}/{cluster_name}", "owned"),
        "disk": (f"{_TEMPLATE}/resources/ephemeral-storage", f"{settings.disk_gib}Gi"),
        **{f"label-{key}": (f"{_TEMPLATE}/label/{key}", value) for key, value in labels.items()},
        **{
            f"taint-{taint.key}": (
                f"{_TEMPLATE}/taint/{taint.key}",
                f"{taint.value}:{taint.effect}",
            )
            for taint in settings.taints
        },
    }
