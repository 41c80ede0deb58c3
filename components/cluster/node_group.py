"""The NodeGroup component: nodes of one kind, in an Auto Scaling group that EKS manages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cluster.autoscaler_tags import autoscaler_tags
from components.cluster.launch_template import declare_launch_template
from components.cluster.settings import NodeGroupSettings
from components.labels import NODE_GROUP

_AMI = {
    ("AL2023", "amd64"): "AL2023_x86_64_STANDARD",
    ("AL2023", "arm64"): "AL2023_ARM_64_STANDARD",
    ("Bottlerocket", "amd64"): "BOTTLEROCKET_x86_64",
    ("Bottlerocket", "arm64"): "BOTTLEROCKET_ARM_64",
}
_TAINT_EFFECT = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}
"""As EKS writes what Kubernetes writes."""


@dataclass(frozen=True)
class NodeGroupNetwork:
    """Where the nodes of a group start, and as which version."""

    cluster_name: str
    """The cluster's name, for names and tags."""
    cluster: pulumi.Input[str]
    """The same name, known when the cluster is there: what the node group waits for."""
    version: str
    """Kubernetes version of the nodes, such as ``1.35``."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    role_arn: pulumi.Input[str]
    requires: Sequence[pulumi.Resource]
    """What a node needs at its start: a way out, permissions."""
    scaled: bool = True
    """Whether cluster-autoscaler looks for its groups."""


class NodeGroup(pulumi.ComponentResource):
    """``group`` is its name among the node groups; ``tags`` go on instances, volumes, interfaces."""

    resource: aws.eks.NodeGroup
    """What to depend on for nodes that are ready."""

    def __init__(
        self,
        name: str,
        group: str,
        settings: NodeGroupSettings,
        network: NodeGroupNetwork,
        *,
        tags: Mapping[str, str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:NodeGroup", name, None, opts)
        template = declare_launch_template(self, name, settings, tags)
        self.resource = aws.eks.NodeGroup(
            f"{name}-nodes",
            cluster_name=network.cluster,
            version=network.version,
            node_role_arn=network.role_arn,
            subnet_ids=network.subnet_ids,
            ami_type=_AMI[settings.ami_family, settings.architecture],
            capacity_type=settings.capacity_type,
            instance_types=settings.instance_types,
            launch_template=aws.eks.NodeGroupLaunchTemplateArgs(
                id=template.id, version=template.latest_version.apply(str)
            ),
            scaling_config=aws.eks.NodeGroupScalingConfigArgs(
                min_size=settings.min_size, max_size=settings.max_size, desired_size=settings.first_size
            ),
            update_config=aws.eks.NodeGroupUpdateConfigArgs(max_unavailable=settings.max_unavailable),
            node_repair_config=aws.eks.NodeGroupNodeRepairConfigArgs(enabled=settings.node_repair),
            labels={NODE_GROUP: group, **settings.labels},
            taints=[
                aws.eks.NodeGroupTaintArgs(
                    key=taint.key, value=taint.value, effect=_TAINT_EFFECT[taint.effect]
                )
                for taint in settings.taints
            ],
            tags={"Name": name},
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=network.requires,
                # From the first day on the autoscaler decides how many nodes there are.
                ignore_changes=["scalingConfig.desiredSize"],
            ),
        )
        scaling_group = self.resource.resources[0].autoscaling_groups[0].name
        tags_to_find = autoscaler_tags(network.cluster_name, group, settings) if network.scaled else {}
        for short, (key, value) in tags_to_find.items():
            aws.autoscaling.Tag(
                f"{name}-{short}",
                autoscaling_group_name=scaling_group,
                tag=aws.autoscaling.TagTagArgs(key=key, value=value, propagate_at_launch=False),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs(
            {"nodeGroupName": self.resource.node_group_name, "autoscalingGroupName": scaling_group}
        )
