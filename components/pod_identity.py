"""IAM roles for service accounts, by EKS Pod Identity."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

_PODS_SERVICE = "pods.eks.amazonaws.com"


def trust(
    cluster_name: pulumi.Input[str], namespace: pulumi.Input[str], service_account: str
) -> pulumi.Output[str]:
    """The role's trust policy: pods of one service account of one cluster, by way of EKS.

    EKS sends these tags along; without the conditions any association of the account could hand out the role.
    """
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": _PODS_SERVICE},
                    "Action": ["sts:AssumeRole", "sts:TagSession"],
                    "Condition": {
                        "StringEquals": {
                            "aws:RequestTag/eks-cluster-name": cluster_name,
                            "aws:RequestTag/kubernetes-namespace": namespace,
                            "aws:RequestTag/kubernetes-service-account": service_account,
                        }
                    },
                }
            ],
        }
    )


def grant(
    parent: pulumi.Resource | None,
    name: str,
    *,
    cluster_name: pulumi.Input[str],
    namespace: pulumi.Input[str],
    service_account: str,
    policy: pulumi.Input[str] | None = None,
    managed_policy_arns: Sequence[pulumi.Input[str]] = (),
) -> aws.eks.PodIdentityAssociation:
    """Give one service account a role with ``policy`` (an IAM document in JSON) and AWS' own policies by ARN.

    A pod that starts after the association has its permissions at once; depend on what is returned.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-role", assume_role_policy=trust(cluster_name, namespace, service_account), opts=opts
    )
    permissions: list[pulumi.Resource] = [
        aws.iam.RolePolicyAttachment(f"{name}-policy-{index}", role=role.name, policy_arn=arn, opts=opts)
        for index, arn in enumerate(managed_policy_arns)
    ]
    if policy is not None:
        permissions.append(aws.iam.RolePolicy(f"{name}-policy", role=role.name, policy=policy, opts=opts))
    return aws.eks.PodIdentityAssociation(
        f"{name}-identity",
        cluster_name=cluster_name,
        namespace=namespace,
        service_account=service_account,
        role_arn=role.arn,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=permissions),
    )
