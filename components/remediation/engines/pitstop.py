"""pitstop: the engine of this repository, with a breaker, caps, and replacement through Auto Scaling."""

from __future__ import annotations

import json

import pulumi

from components.charts import PITSTOP
from components.cluster_service import ClusterService, PodIdentity
from components.handles import AwsHandle, ClusterHandle
from components.helm_values import service_monitor
from components.install_context import InstallContext
from components.remediation.settings import RemediationSettings
from components.tags import EKS_CLUSTER_TAG

_NAME = "pitstop"


def policy(*, cluster: str, partition: str, region: str, account_id: str, reboot: bool) -> str:
    """The IAM policy in JSON: look, and send away machines of this cluster; reboot them only where asked for.

    EKS tags the Auto Scaling groups and the instances of its node groups with ``eks:cluster-name``. The
    actions and the keys of their conditions are in AWS's Service Authorization Reference.
    """
    condition = {"StringEquals": {f"aws:ResourceTag/{EKS_CLUSTER_TAG}": cluster}}
    statements = [
        {
            "Sid": "Look",
            "Effect": "Allow",
            "Action": [
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeTags",
                "ec2:DescribeInstances",
            ],
            # These actions know no resource-level permissions.
            "Resource": "*",
        },
        {
            "Sid": "ReplaceWhatTheClusterOwns",
            "Effect": "Allow",
            "Action": "autoscaling:TerminateInstanceInAutoScalingGroup",
            "Resource": f"arn:{partition}:autoscaling:{region}:{account_id}:autoScalingGroup:*",
            "Condition": condition,
        },
    ]
    if reboot:
        statements.append(
            {
                "Sid": "RebootWhatTheClusterOwns",
                "Effect": "Allow",
                "Action": "ec2:RebootInstances",
                "Resource": f"arn:{partition}:ec2:{region}:{account_id}:instance/*",
                "Condition": condition,
            }
        )
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def pitstop(settings: RemediationSettings, context: InstallContext) -> ClusterService:
    """pitstop from the chart of this repository; on AWS it replaces nodes itself."""
    cluster, own = context.cluster, settings.pitstop
    return ClusterService(
        name=_NAME,
        chart=PITSTOP,
        namespace=context.namespace,
        identity=_identity(cluster, cluster.aws, reboot=own.reboot) if cluster.aws else None,
        values={
            "image": _image(own.image or ""),
            "settings": {
                "cluster": cluster.name,
                "dryRun": settings.dry_run,
                "faults": [str(condition) for condition in settings.conditions],
                "replace": _replace(cluster.aws),
                "reboot": {"enabled": own.reboot},
                **own.settings,
            },
            "env": [{"name": "AWS_REGION", "value": cluster.aws.region}] if cluster.aws else [],
            "metrics": {"serviceMonitor": service_monitor(context.monitoring)},
        },
        depends_on=context.monitoring.requires,
        timeout=300,
    )


def _replace(aws: AwsHandle | None) -> dict[str, str]:
    """Who brings the fresh node, by the names in docs/remediation-reference.md."""
    if aws is None:
        return {"strategy": "leave"}
    return {"strategy": "owner" if aws.node_scaler == "karpenter" else "autoScaling"}


def _identity(cluster: ClusterHandle, aws: AwsHandle, *, reboot: bool) -> PodIdentity:
    known = pulumi.Output.all(cluster.name, aws.partition, aws.account_id)
    return PodIdentity(
        service_account=_NAME,
        policy=known.apply(
            lambda names: policy(
                cluster=names[0], partition=names[1], region=aws.region, account_id=names[2], reboot=reboot
            )
        ),
    )


def _image(reference: str) -> dict[str, str]:
    """The chart's way to name an image, from ``repository:tag``, ``repository@digest`` or both."""
    named, _, digest = reference.partition("@")
    repository, colon, tag = named.rpartition(":")
    # A colon before a slash belongs to the registry's port.
    if not colon or "/" in tag:
        repository, tag = named, ""
    return {"repository": repository, "tag": tag, "digest": digest}
