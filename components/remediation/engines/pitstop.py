"""pitstop: the engine of this repository, with a breaker, caps, and replacement through Auto Scaling."""

from __future__ import annotations

import json
from typing import Any

import pulumi

from components.charts import PITSTOP
from components.cluster_service import ClusterService, PodIdentity
from components.handles import AwsHandle, ClusterHandle
from components.helm_values import service_monitor
from components.images import parse_image
from components.install_context import InstallContext
from components.merged_values import laid_over
from components.remediation.pitstop_settings import alerts, strategy, strategy_problem
from components.remediation.settings import PitstopSettings, RemediationSettings
from components.tags import EKS_CLUSTER_TAG

_NAME = "pitstop"
# By the names in docs/remediation-reference.md.
_ELSEWHERE = {"replace": {"strategy": "leave"}}


def policy(
    *, cluster: str, partition: str, region: str, account_id: str, reboot: bool, restart_services: bool
) -> str:
    """The IAM policy in JSON: look, and send away machines of this cluster; the rest only where asked for.

    EKS tags the Auto Scaling groups and the instances of its node groups with ``eks:cluster-name``. The
    actions, their resources and the keys of their conditions are in AWS's Service Authorization Reference.
    """
    instances = f"arn:{partition}:ec2:{region}:{account_id}:instance/*"
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
                "Resource": instances,
                "Condition": condition,
            }
        )
    if restart_services:
        statements += [
            {
                "Sid": "SendCommandsToWhatTheClusterOwns",
                "Effect": "Allow",
                "Action": "ssm:SendCommand",
                "Resource": instances,
                "Condition": {"StringEquals": {f"ssm:resourceTag/{EKS_CLUSTER_TAG}": cluster}},
            },
            {
                "Sid": "SendShellScriptsOnly",
                "Effect": "Allow",
                "Action": "ssm:SendCommand",
                # AWS's own documents belong to no account.
                "Resource": f"arn:{partition}:ssm:{region}::document/AWS-RunShellScript",
            },
            {
                "Sid": "ReadResultsOfCommands",
                "Effect": "Allow",
                "Action": "ssm:GetCommandInvocation",
                # It knows no resource-level permissions.
                "Resource": "*",
            },
        ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def pitstop(settings: RemediationSettings, context: InstallContext) -> ClusterService:
    """pitstop from the chart of this repository; on AWS it replaces nodes itself.

    Raises ValueError where the settings ask for a way to replace or mend nodes that is not the cluster's.
    """
    cluster, own = context.cluster, settings.pitstop
    if problem := strategy_problem(strategy(own.settings), on_aws=cluster.aws is not None):
        raise ValueError(f"remediation.pitstop.settings.replace.strategy {problem}")
    if own.restart_services and cluster.aws is None:
        raise ValueError(
            "remediation.pitstop.restartServices needs a cluster that the stack made on AWS; set it to false"
        )
    return ClusterService(
        name=_NAME,
        chart=PITSTOP,
        namespace=context.namespace,
        identity=_identity(cluster, cluster.aws, own) if cluster.aws else None,
        values={
            "image": parse_image(own.image or "")._asdict(),
            "settings": laid_over(laid_over(_ELSEWHERE, own.settings), _decided(settings, cluster)),
            "webhookSecret": {"name": own.webhook_secret or ""},
            "env": [{"name": "AWS_REGION", "value": cluster.aws.region}] if cluster.aws else [],
            "metrics": {"serviceMonitor": service_monitor(context.monitoring)},
        },
        depends_on=context.monitoring.requires,
        timeout=300,
    )


def _decided(settings: RemediationSettings, cluster: ClusterHandle) -> dict[str, Any]:
    """What the stack says in pitstop's settings."""
    own = settings.pitstop
    told_only = {alert.key for alert in alerts(own.settings)}
    return {
        "cluster": cluster.name,
        "dryRun": settings.dry_run,
        "faults": [str(fault) for fault in settings.conditions if fault.key not in told_only],
        "reboot": {"enabled": own.reboot},
        "restart": {"enabled": own.restart_services},
        "webhook": {"url": own.webhook or ""},
        **({"replace": {"strategy": _strategy(cluster.aws)}} if cluster.aws else {}),
    }


def _strategy(aws: AwsHandle) -> str:
    """What replaces the node, by the names in docs/remediation-reference.md."""
    return "owner" if aws.node_scaler == "karpenter" else "autoScaling"


def _identity(cluster: ClusterHandle, aws: AwsHandle, own: PitstopSettings) -> PodIdentity:
    known = pulumi.Output.all(cluster.name, aws.partition, aws.account_id)
    return PodIdentity(
        service_account=_NAME,
        policy=known.apply(
            lambda names: policy(
                cluster=names[0],
                partition=names[1],
                region=aws.region,
                account_id=names[2],
                reboot=own.reboot,
                restart_services=own.restart_services,
            )
        ),
    )
