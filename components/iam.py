"""IAM roles that AWS services act as: the nodes' role, and the parts that every such role has."""

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


def node_role(
    parent: pulumi.Resource, name: str, partition: pulumi.Input[str], *, auto_mode: bool = False
) -> GrantedRole:
    """What nodes act as: they join and pull images. The CNI and everything else has a role of its own."""
    joining = "AmazonEKSWorkerNodeMinimalPolicy" if auto_mode else "AmazonEKSWorkerNodePolicy"
    policies = [joining, "AmazonEC2ContainerRegistryPullOnly"]
    return service_role(parent, f"{name}-node", "ec2.amazonaws.com", policies, partition)


def service_role(
    parent: pulumi.Resource,
    name: str,
    service: str,
    policies: Sequence[str],
    partition: pulumi.Input[str],
    *,
    actions: str | Sequence[str] = "sts:AssumeRole",
) -> GrantedRole:
    """The role ``name``, that ``service`` acts as (``ec2.amazonaws.com``), with AWS' own ``policies``."""
    opts = pulumi.ResourceOptions(parent=parent)
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": actions}
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
