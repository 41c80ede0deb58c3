"""cluster-autoscaler: takes away the drained node and brings a fresh one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

import pulumi

from components.charts import CLUSTER_AUTOSCALER
from components.cluster_service import ClusterService, PodIdentity
from components.durations import format_duration
from components.handles import AwsHandle
from components.helm_values import (
    container_security,
    pod_security,
    resources,
    service_monitor,
    spread_over_nodes,
)
from components.install_context import InstallContext
from components.remediation.settings import AutoscalerSettings

_NAME = "cluster-autoscaler"

# The image has to be of the cluster's minor, because it simulates that version's scheduler. Patch releases as
# registry.k8s.io had them in August 2026.
IMAGE_TAGS: Mapping[str, str] = MappingProxyType(
    {
        "1.32": "v1.32.5",
        "1.33": "v1.33.3",
        "1.34": "v1.34.2",
        "1.35": "v1.35.0",
    }
)


def image_tag(version: str) -> str:
    """The image's tag for a Kubernetes minor such as ``1.35``; the first patch where none is known."""
    return IMAGE_TAGS.get(version, f"v{version}.0")


def policy(cluster: str, partition: str, region: str, account_id: str) -> str:
    """The IAM policy in JSON: look at everything, change only the Auto Scaling groups that the cluster owns.

    Actions as in the documentation of cluster-autoscaler for AWS, "Full Cluster Autoscaler Features Policy".
    """
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Look",
                    "Effect": "Allow",
                    "Action": [
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeAutoScalingInstances",
                        "autoscaling:DescribeLaunchConfigurations",
                        "autoscaling:DescribeScalingActivities",
                        "autoscaling:DescribeTags",
                        "ec2:DescribeImages",
                        "ec2:DescribeInstanceTypes",
                        "ec2:DescribeLaunchTemplateVersions",
                        "ec2:GetInstanceTypesFromInstanceRequirements",
                    ],
                    # These actions know no resource-level permissions.
                    "Resource": "*",
                },
                {
                    "Sid": "LookAtNodeGroups",
                    "Effect": "Allow",
                    "Action": "eks:DescribeNodegroup",
                    "Resource": f"arn:{partition}:eks:{region}:{account_id}:nodegroup/{cluster}/*",
                },
                {
                    "Sid": "ScaleWhatTheClusterOwns",
                    "Effect": "Allow",
                    "Action": [
                        "autoscaling:SetDesiredCapacity",
                        "autoscaling:TerminateInstanceInAutoScalingGroup",
                    ],
                    "Resource": f"arn:{partition}:autoscaling:{region}:{account_id}:autoScalingGroup:*",
                    "Condition": {
                        "StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}": "owned"}
                    },
                },
            ],
        }
    )


def cluster_autoscaler(
    settings: AutoscalerSettings, context: InstallContext, aws: AwsHandle
) -> ClusterService:
    """The autoscaler, timed so that a drained node goes within minutes."""
    cluster = context.cluster
    return ClusterService(
        name=_NAME,
        chart=CLUSTER_AUTOSCALER,
        namespace=context.namespace,
        identity=PodIdentity(
            service_account=_NAME,
            policy=pulumi.Output.all(cluster.name, aws.partition, aws.account_id).apply(
                lambda known: policy(known[0], known[1], aws.region, known[2])
            ),
        ),
        values={
            "fullnameOverride": _NAME,
            "cloudProvider": "aws",
            "awsRegion": aws.region,
            "autoDiscovery": {"clusterName": cluster.name},
            "image": {"tag": image_tag(aws.version)},
            # The node that it runs on may be the sick one; leader election keeps the second quiet.
            "replicaCount": 2,
            "rbac": {"serviceAccount": {"name": _NAME}},
            "extraArgs": {
                "expander": "least-waste",
                "balance-similar-node-groups": "true",
                "scale-down-unneeded-time": format_duration(settings.scale_down_unneeded_time),
                "scale-down-unready-time": format_duration(settings.scale_down_unready_time),
                "scale-down-delay-after-add": format_duration(settings.scale_down_delay_after_add),
                "unremovable-node-recheck-timeout": format_duration(
                    settings.unremovable_node_recheck_timeout
                ),
                # What a drain leaves on the node must not keep the node.
                "skip-nodes-with-local-storage": "false",
                "skip-nodes-with-system-pods": "false",
            },
            "priorityClassName": "system-cluster-critical",
            "podDisruptionBudget": {"maxUnavailable": 1},
            "topologySpreadConstraints": spread_over_nodes({"app.kubernetes.io/instance": _NAME}),
            "securityContext": pod_security(user=65534, group=65534),
            "containerSecurityContext": container_security(),
            "resources": resources("50m", "256Mi", "600Mi"),
            "serviceMonitor": {
                **service_monitor(context.monitoring, "selector"),
                "interval": "30s",
                "namespace": context.namespace,
            },
        },
        depends_on=context.monitoring.requires,
        timeout=300,
    )
