"""What Karpenter makes a node of: image, disk, network, metadata service, tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.node_pools.settings import NodePoolSettings
from components.node_pools.spec import NodeClass
from components.node_shape import PODS_PER_NODE
from components.tags import EKS_CLUSTER_TAG

GROUP = "karpenter.k8s.aws"
KIND = "EC2NodeClass"
API_VERSION = f"{GROUP}/v1"

_ALIASES = {"AL2023": "al2023", "Bottlerocket": "bottlerocket"}
_BOTTLEROCKET_SYSTEM_GIB = 4


def node_class(pool: str) -> NodeClass:
    """Where the NodePool called ``pool`` finds it."""
    return NodeClass(group=GROUP, kind=KIND, name=pool)


def ec2_node_class(
    settings: NodePoolSettings,
    *,
    cluster: str,
    subnets: pulumi.Input[Sequence[Mapping[str, str]]],
    security_group_id: pulumi.Input[str],
    instance_profile: pulumi.Input[str],
    tags: Mapping[str, str],
) -> Mapping[str, Any]:
    """The ``spec`` of the EC2NodeClass.

    ``subnets`` are terms such as ``{"id": "subnet-1"}``. They and the security group go by their ids: what
    carries a tag by mistake gets no node. ``tags`` go on instances, volumes and interfaces. Source of the
    keys: karpenter.k8s.aws_ec2nodeclasses.yaml of Karpenter 1.14.
    """
    return {
        "amiSelectorTerms": [{"alias": f"{_ALIASES[settings.ami_family]}@{settings.ami_version}"}],
        "instanceProfile": instance_profile,
        "subnetSelectorTerms": subnets,
        "securityGroupSelectorTerms": [{"id": security_group_id}],
        "blockDeviceMappings": _disks(settings),
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpPutResponseHopLimit": 1,
            "httpTokens": "required",
        },
        # Karpenter can't know of the CNI's blocks of addresses, and would count single ones.
        "kubelet": {"maxPods": PODS_PER_NODE},
        # Node groups' machines have the first tag from EKS; by it pitstop knows which machines it may touch.
        "tags": {EKS_CLUSTER_TAG: cluster, **tags},
    }


def _disks(settings: NodePoolSettings) -> Sequence[Mapping[str, Any]]:
    if settings.ami_family == "Bottlerocket":
        # Images and pods live on the second disk.
        return [_disk("/dev/xvda", _BOTTLEROCKET_SYSTEM_GIB), _disk("/dev/xvdb", settings.disk_gib)]
    return [_disk("/dev/xvda", settings.disk_gib)]


def _disk(device: str, gib: int) -> Mapping[str, Any]:
    return {
        "deviceName": device,
        "ebs": {
            "volumeType": "gp3",
            "volumeSize": f"{gib}Gi",
            "encrypted": True,
            "deleteOnTermination": True,
        },
    }
