"""Karpenter's IAM policy: start machines that carry the cluster's tags, and stop those that do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.labels import NODE_POOL

_MADE = (
    "fleet",
    "instance",
    "launch-template",
    "network-interface",
    "spot-instances-request",
    "volume",
)
"""What a launch makes, by its resource type in EC2."""


@dataclass(frozen=True)
class PolicyScope:
    """The cluster, account, region and queue that the policy is for."""

    cluster: str
    partition: str
    region: str
    account_id: str
    node_role_arn: str
    queue_arn: str


def policy(scope: PolicyScope) -> str:
    """The IAM policy in JSON.

    As in cloudformation.yaml of Karpenter's getting-started guide, less than there: the instance profile is
    made beside the node role, so none is made, changed or deleted here, and there are no capacity
    reservations, placement groups or zonal shifts.
    """
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [*_launching(scope), *_ending(scope), *_looking(scope)]}
    )


def _launching(scope: PolicyScope) -> Sequence[Mapping[str, Any]]:
    cluster = scope.cluster
    asked_for = {
        f"aws:RequestTag/kubernetes.io/cluster/{cluster}": "owned",
        "aws:RequestTag/eks:eks-cluster-name": cluster,
    }
    some_pool = {f"aws:RequestTag/{NODE_POOL}": "*"}
    return [
        {
            "Sid": "StartFromWhatIsThere",
            "Effect": "Allow",
            "Action": ["ec2:RunInstances", "ec2:CreateFleet"],
            "Resource": [
                _ec2(scope, "image", shared=True),
                _ec2(scope, "snapshot", shared=True),
                _ec2(scope, "security-group"),
                _ec2(scope, "subnet"),
            ],
        },
        {
            "Sid": "StartFromItsOwnTemplates",
            "Effect": "Allow",
            "Action": ["ec2:RunInstances", "ec2:CreateFleet"],
            "Resource": _ec2(scope, "launch-template"),
            "Condition": _own(scope),
        },
        {
            "Sid": "StartWithTags",
            "Effect": "Allow",
            "Action": ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
            "Resource": [_ec2(scope, made) for made in _MADE],
            "Condition": {"StringEquals": asked_for, "StringLike": some_pool},
        },
        {
            "Sid": "TagWhatItStarts",
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": [_ec2(scope, made) for made in _MADE],
            "Condition": {
                "StringEquals": {
                    **asked_for,
                    "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
                },
                "StringLike": some_pool,
            },
        },
        {
            "Sid": "GiveItsMachinesTheNodeRole",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": scope.node_role_arn,
            "Condition": {
                "StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]}
            },
        },
    ]


def _ending(scope: PolicyScope) -> Sequence[Mapping[str, Any]]:
    own = _own(scope)
    return [
        {
            "Sid": "NameItsMachines",
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": _ec2(scope, "instance"),
            "Condition": {
                **own,
                "StringEqualsIfExists": {"aws:RequestTag/eks:eks-cluster-name": scope.cluster},
                "ForAllValues:StringEquals": {
                    "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]
                },
            },
        },
        {
            "Sid": "StopItsMachines",
            "Effect": "Allow",
            "Action": ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            "Resource": [_ec2(scope, "instance"), _ec2(scope, "launch-template")],
            "Condition": own,
        },
        {
            "Sid": "HearOfInterruptions",
            "Effect": "Allow",
            "Action": ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
            "Resource": scope.queue_arn,
        },
    ]


def _looking(scope: PolicyScope) -> Sequence[Mapping[str, Any]]:
    arn = f"arn:{scope.partition}"
    return [
        {
            "Sid": "LookInTheRegion",
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeCapacityReservations",
                "ec2:DescribeImages",
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceTypeOfferings",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplates",
                "ec2:DescribePlacementGroups",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSpotPriceHistory",
                "ec2:DescribeSubnets",
            ],
            # These actions know no resource-level permissions.
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestedRegion": scope.region}},
        },
        {
            "Sid": "LookAtPricesAndProfiles",
            "Effect": "Allow",
            "Action": ["iam:ListInstanceProfiles", "pricing:GetProducts"],
            # Nor do these, and neither is asked in the region.
            "Resource": "*",
        },
        {
            "Sid": "LookAtItsProfile",
            "Effect": "Allow",
            "Action": "iam:GetInstanceProfile",
            "Resource": f"{arn}:iam::{scope.account_id}:instance-profile/*",
        },
        {
            "Sid": "LookForImages",
            "Effect": "Allow",
            "Action": "ssm:GetParameter",
            "Resource": f"{arn}:ssm:{scope.region}::parameter/aws/service/*",
        },
        {
            "Sid": "LookAtItsCluster",
            "Effect": "Allow",
            "Action": "eks:DescribeCluster",
            "Resource": f"{arn}:eks:{scope.region}:{scope.account_id}:cluster/{scope.cluster}",
        },
    ]


def _own(scope: PolicyScope) -> Mapping[str, Any]:
    return {
        "StringEquals": {f"aws:ResourceTag/kubernetes.io/cluster/{scope.cluster}": "owned"},
        "StringLike": {f"aws:ResourceTag/{NODE_POOL}": "*"},
    }


def _ec2(scope: PolicyScope, kind: str, *, shared: bool = False) -> str:
    # Images and snapshots may be other accounts': their ARNs have no account.
    owner = "" if shared else scope.account_id
    return f"arn:{scope.partition}:ec2:{scope.region}:{owner}:{kind}/*"
