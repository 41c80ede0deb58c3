"""The control plane among the component's children."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from sandbox.eks.arguments import Arguments
from sandbox.eks.security_groups import merged_tags
from sandbox.eks.service_role import ServiceRole

_AUTO_MODE = (
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
_AUTO_NODE = ("AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly")


def service_role(parent: pulumi.Resource, name: str, args: Arguments) -> ServiceRole:
    """The control plane's role."""
    return ServiceRole(
        f"{name}-eksRole",
        service="eks.amazonaws.com",
        description="Allows EKS to manage clusters on your behalf.",
        policies=("AmazonEKSClusterPolicy", *(_AUTO_MODE if args.auto_mode else ())),
        tags=args.get("tags"),
        actions=("sts:AssumeRole", "sts:TagSession"),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def auto_mode_node_role(parent: pulumi.Resource, name: str, args: Arguments) -> ServiceRole | None:
    """The role of nodes that AWS runs, unless the program brings one."""
    if not args.auto_mode or args.option("autoMode", "createNodeRole") is False:
        return None
    return ServiceRole(
        f"{name}-nodeRole",
        service="ec2.amazonaws.com",
        description=None,
        policies=_AUTO_NODE,
        tags=args.get("tags"),
        actions=("sts:AssumeRole",),
        opts=pulumi.ResourceOptions(parent=parent),
    )


def declare_cluster(
    parent: pulumi.Resource,
    name: str,
    args: Arguments,
    *,
    role_arn: pulumi.Input[str],
    security_group: aws.ec2.SecurityGroup | None,
    node_role: ServiceRole | None,
    after: list[pulumi.Resource],
) -> aws.eks.Cluster:
    """The control plane, once ``after`` is there."""
    key = args.get("encryptionConfigKeyArn")
    access = {
        "authenticationMode": args.authentication_mode,
        "bootstrapClusterCreatorAdminPermissions": True,
    }
    network = {
        "subnetIds": subnet_ids(args),
        "securityGroupIds": [security_group.id] if security_group is not None else None,
        "endpointPrivateAccess": args.get("endpointPrivateAccess"),
        "endpointPublicAccess": args.get("endpointPublicAccess"),
        "publicAccessCidrs": args.get("publicAccessCidrs"),
    }
    bootstrap = False if args.auto_mode else args.get("bootstrapSelfManagedAddons", True)
    inputs: dict[str, Any] = {
        "name": args.get("name"),
        "role_arn": role_arn,
        "version": args.get("version"),
        "vpc_config": {field: value for field, value in network.items() if value is not None},
        "enabled_cluster_log_types": args.get("enabledClusterLogTypes"),
        "tags": merged_tags({"Name": f"{name}-eksCluster"}, args.get("clusterTags"), args.get("tags")),
        "encryption_config": {"provider": {"keyArn": key}, "resources": ["secrets"]}
        if key is not None
        else None,
        "access_config": access if "authenticationMode" in args else None,
        "upgrade_policy": args.get("upgradePolicy"),
        "deletion_protection": args.get("deletionProtection"),
        "bootstrap_self_managed_addons": bootstrap,
        "kubernetes_network_config": _network_config(args),
        "compute_config": _compute_config(args, node_role),
        "storage_config": {"blockStorage": {"enabled": True}} if args.auto_mode else None,
    }
    # Both say how a cluster is born, so a change of them is none.
    ignored = ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"]
    return aws.eks.Cluster(
        f"{name}-eksCluster",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=after, ignore_changes=ignored),
        **inputs,
    )


def subnet_ids(args: Arguments) -> pulumi.Output[list[str]]:
    """The subnets of the control plane: all of them, however they are given."""
    if "subnetIds" in args:
        return pulumi.Output.from_input(args["subnetIds"])
    both = pulumi.Output.all(args.get("publicSubnetIds") or [], args.get("privateSubnetIds") or [])
    return both.apply(lambda ids: [*ids[0], *ids[1]])


def _network_config(args: Arguments) -> dict[str, Any] | None:
    config: dict[str, Any] = {}
    if "kubernetesServiceIpAddressRange" in args:
        config["serviceIpv4Cidr"] = args["kubernetesServiceIpAddressRange"]
    if "ipFamily" in args or args.auto_mode:
        config["ipFamily"] = args.get("ipFamily", "ipv4")
    if args.auto_mode:
        config["elasticLoadBalancing"] = {"enabled": True}
    return config or None


def _compute_config(args: Arguments, node_role: ServiceRole | None) -> Any:  # noqa: ANN401 - an input of the cluster
    if not args.auto_mode:
        return None
    own = args.option("autoMode", "computeConfig", default={})
    arn = node_role.role.arn if node_role is not None else None
    return {"enabled": True, "nodePools": ["general-purpose", "system"], "nodeRoleArn": arn} | own
