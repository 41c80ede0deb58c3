"""What EKS refuses and moto does not. The texts are close to AWS's own."""

from __future__ import annotations

from collections.abc import Sequence

from botocore.exceptions import ClientError

from sandbox.aws.resource import Aws
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, read on 2026-11-23.
_NO_CONTROL_PLANE = frozenset({"use1-az3", "usw1-az2", "cac1-az3"})


def check_role(aws: Aws, arn: str) -> None:
    """Raises RefusalError where no such role exists."""
    try:
        aws.client("iam").get_role(RoleName=arn.rsplit("/", 1)[-1])
    except ClientError as error:
        raise RefusalError(f"InvalidParameterException: The role with arn {arn} does not exist") from error


def check_control_plane_subnets(aws: Aws, subnet_ids: Sequence[str]) -> str:
    """The VPC of the subnets. Raises RefusalError for fewer than two zones, several VPCs or a zone
    without EKS."""
    subnets = existing_subnets(aws, subnet_ids)
    vpcs = {subnet["VpcId"] for subnet in subnets}
    if len(vpcs) > 1:
        raise RefusalError(
            f"InvalidParameterException: Provided subnets belong to different VPCs: {sorted(vpcs)}"
        )
    refused = sorted(
        {
            subnet["AvailabilityZone"]
            for subnet in subnets
            if subnet["AvailabilityZoneId"] in _NO_CONTROL_PLANE
        }
    )
    if refused:
        raise RefusalError(
            f"UnsupportedAvailabilityZoneException: Cannot create cluster because {', '.join(refused)}, "
            f"the targeted "
            "availability zone, does not currently have sufficient capacity to support the cluster"
        )
    if len({subnet["AvailabilityZone"] for subnet in subnets}) < 2:
        raise RefusalError(
            "InvalidParameterException: Subnets specified must be in at least two different AZs"
        )
    return str(subnets[0]["VpcId"])


def existing_subnets(aws: Aws, subnet_ids: Sequence[str]) -> list[dict[str, str]]:
    """The subnets as EC2 describes them. Raises RefusalError where one is not there."""
    try:
        subnets: list[dict[str, str]] = aws.client("ec2").describe_subnets(SubnetIds=list(subnet_ids))[
            "Subnets"
        ]
    except ClientError as error:
        raise RefusalError(f"InvalidParameterException: {error.response['Error']['Message']}") from error
    return subnets


def check_auto_mode(inputs: Properties) -> None:
    """Raises RefusalError where Auto Mode is on in part, or beside what it replaces."""
    compute = inputs.get("computeConfig", {})
    parts = (
        compute.get("enabled", False),
        inputs.get("storageConfig", {}).get("blockStorage", {}).get("enabled", False),
        inputs.get("kubernetesNetworkConfig", {}).get("elasticLoadBalancing", {}).get("enabled", False),
    )
    if any(parts) and not all(parts):
        raise RefusalError(
            "InvalidParameterException: For EKS Auto Mode, computeConfig, kubernetesNetworkConfig and "
            "blockStorage must all be either enabled or disabled"
        )
    if any(parts) and inputs.get("bootstrapSelfManagedAddons", True):
        raise RefusalError(
            "InvalidParameterException: bootstrapSelfManagedAddons must be set to false in EKS Auto Mode"
        )
    if bool(compute.get("nodePools")) != bool(compute.get("nodeRoleArn")):
        raise RefusalError(
            "InvalidParameterException: nodeRoleArn must be set with nodePools, and without them it must not"
        )


def check_upgrade(now: str, wanted: str) -> None:
    """Raises RefusalError unless ``wanted`` is the next minor version after ``now``."""
    before, after = int(now.split(".")[1]), int(wanted.split(".")[1])
    if after not in (before, before + 1):
        raise RefusalError(
            f"InvalidParameterException: Unsupported Kubernetes minor version update from {now} to {wanted}"
        )
