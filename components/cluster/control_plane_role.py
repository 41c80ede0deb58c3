"""The control plane's IAM role."""

from __future__ import annotations

import json

import pulumi
import pulumi_aws as aws

from components.iam import GrantedRole, service_role

# Source: EKS user guide, "Amazon EKS Auto Mode cluster IAM role".
_AUTO_MODE = (
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)


def control_plane_role(
    parent: pulumi.Resource, name: str, partition: pulumi.Input[str], *, auto_mode: bool
) -> GrantedRole:
    """What EKS acts as. In Auto Mode it also starts nodes, and makes disks and load balancers."""
    granted = service_role(
        parent,
        f"{name}-control-plane",
        "eks.amazonaws.com",
        ["AmazonEKSClusterPolicy", *(_AUTO_MODE if auto_mode else ())],
        partition,
        # Its cluster's name comes along as a tag of the session; the policies' conditions need it.
        actions=["sts:AssumeRole", "sts:TagSession"] if auto_mode else "sts:AssumeRole",
    )
    own = [_no_log_groups(parent, name, granted.role)]
    if auto_mode:
        own.append(_tagged_volumes(parent, name, granted.role, partition))
    return GrantedRole(granted.role, [*granted.permissions, *own])


def _no_log_groups(parent: pulumi.Resource, name: str, role: aws.iam.Role) -> aws.iam.RolePolicy:
    # EKS writes its last lines after the cluster is gone. Allowed to make log groups, it would bring back the
    # one that was just deleted, without a retention, and the next cluster of this name would fail on it.
    return aws.iam.RolePolicy(
        f"{name}-control-plane-no-log-groups",
        role=role.name,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "logs:CreateLogGroup", "Resource": "*"}],
            }
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _tagged_volumes(
    parent: pulumi.Resource, name: str, role: aws.iam.Role, partition: pulumi.Input[str]
) -> aws.iam.RolePolicy:
    # AWS' own policies let Auto Mode put no tags but its own on a volume. Source: EKS user guide, "Custom AWS
    # tags for EKS Auto resources".
    cluster = {"aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}"}
    return aws.iam.RolePolicy(
        f"{name}-control-plane-tagged-volumes",
        role=role.name,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["ec2:CreateVolume", "ec2:CreateSnapshot"],
                        "Resource": [
                            pulumi.Output.concat("arn:", partition, ":ec2:*:*:volume/*"),
                            pulumi.Output.concat("arn:", partition, ":ec2:*:*:snapshot/*"),
                        ],
                        "Condition": {"StringEquals": cluster},
                    }
                ],
            }
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
