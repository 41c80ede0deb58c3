"""The two roles that a cluster can't be without: the control plane's and the nodes'."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class GrantedRole:
    """A role and the resources that give it its permissions; what uses the role depends on those."""

    role: aws.iam.Role
    permissions: Sequence[pulumi.Resource]


def managed_policy_arn(partition: pulumi.Input[str], policy: str) -> pulumi.Output[str]:
    """The ARN of one of AWS' own policies, such as ``AmazonEKS_CNI_Policy``."""
    return pulumi.Output.concat("arn:", partition, ":iam::aws:policy/", policy)


def control_plane_role(parent: pulumi.Resource, name: str, partition: pulumi.Input[str]) -> GrantedRole:
    """What EKS acts as."""
    granted = _role(
        parent, f"{name}-control-plane", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"], partition
    )
    # EKS writes its last lines after the cluster is gone. Allowed to make log groups, it would bring back the
    # one that was just deleted, without a retention, and the next cluster of this name would fail on it.
    deny = aws.iam.RolePolicy(
        f"{name}-control-plane-no-log-groups",
        role=granted.role.name,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "logs:CreateLogGroup", "Resource": "*"}],
            }
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return GrantedRole(granted.role, [*granted.permissions, deny])


def node_role(parent: pulumi.Resource, name: str, partition: pulumi.Input[str]) -> GrantedRole:
    """What nodes act as: they join and pull images. The CNI and everything else has a role of its own."""
    policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"]
    return _role(parent, f"{name}-node", "ec2.amazonaws.com", policies, partition)


def _role(
    parent: pulumi.Resource, name: str, service: str, policies: Sequence[str], partition: pulumi.Input[str]
) -> GrantedRole:
    opts = pulumi.ResourceOptions(parent=parent)
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    role = aws.iam.Role(
        name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}), opts=opts
    )
    return GrantedRole(
        role,
        [
            aws.iam.RolePolicyAttachment(
                f"{name}-{policy}",
                role=role.name,
                policy_arn=managed_policy_arn(partition, policy),
                opts=opts,
            )
            for policy in policies
        ],
    )
