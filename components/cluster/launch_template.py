"""The launch template of a node group: an encrypted disk, a metadata service that pods can't reach, tags."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.cluster.settings import NodeGroupSettings
from components.instance_types import known
from components.node_shape import PODS_PER_NODE

_MANY_PODS = 250
_MANY_VCPU = 30

# What an instance makes with itself and what its launch template alone can tag.
_TAGGED = ("instance", "volume", "network-interface")


def max_pods(settings: NodeGroupSettings) -> int:
    """How many pods a node takes, with the CNI handing out addresses in blocks of 16.

    Without this, nodes that start before the CNI's add-on is there count single addresses, and take a third.
    Source: EKS best practices guide, "Prefix mode for Linux": 110 pods up to 30 vCPU, else 250.
    """
    smallest = min(known(name).vcpu or 0 for name in settings.instance_types)
    return _MANY_PODS if smallest > _MANY_VCPU else PODS_PER_NODE


def user_data(settings: NodeGroupSettings) -> str:
    """What the node is told at its first start, in base64; EKS adds how to join the cluster."""
    if settings.ami_family == "Bottlerocket":
        text = f"[settings.kubernetes]\nmax-pods = {max_pods(settings)}\n"
    else:
        text = (
            'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n'
            "--//\nContent-Type: application/node.eks.aws\n\n"
            "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\n"
            f"spec:\n  kubelet:\n    config:\n      maxPods: {max_pods(settings)}\n\n--//--\n"
        )
    return base64.b64encode(text.encode()).decode()


def declare_launch_template(
    parent: pulumi.Resource, name: str, settings: NodeGroupSettings, tags: Mapping[str, str]
) -> aws.ec2.LaunchTemplate:
    """``tags`` go on instances, volumes and interfaces, where the provider's default tags don't reach."""
    return aws.ec2.LaunchTemplate(
        f"{name}-template",
        block_device_mappings=_disks(settings),
        metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
            http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
        ),
        tag_specifications=[
            aws.ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags={"Name": name, **tags})
            for kind in _TAGGED
        ],
        user_data=user_data(settings),
        update_default_version=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _disks(settings: NodeGroupSettings) -> list[aws.ec2.LaunchTemplateBlockDeviceMappingArgs]:
    def disk(device: str, size: int | None) -> aws.ec2.LaunchTemplateBlockDeviceMappingArgs:
        return aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
            device_name=device,
            ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                volume_type="gp3", volume_size=size, encrypted="true", delete_on_termination="true"
            ),
        )

    if settings.ami_family == "Bottlerocket":
        # The system's disk has the size that its image has; images and pods live on the second.
        return [disk("/dev/xvda", None), disk("/dev/xvdb", settings.disk_gib)]
    return [disk("/dev/xvda", settings.disk_gib)]
