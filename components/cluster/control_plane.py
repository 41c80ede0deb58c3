"""The control plane: EKS' own part, its key, its logs, and its access entries."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_eks as eks

from components.cluster.control_plane_role import control_plane_role
from components.cluster.settings import AccessPolicy, ClusterSettings
from components.iam import GrantedRole
from components.network.network import Network

# EKS' own pools: of C, M and R families, on demand. The second takes only what tolerates its taint.
AUTO_POOLS = ("general-purpose", "system")

_POLICIES: dict[AccessPolicy, str] = {
    "clusterAdmin": "AmazonEKSClusterAdminPolicy",
    "admin": "AmazonEKSAdminPolicy",
    "adminView": "AmazonEKSAdminViewPolicy",
    "edit": "AmazonEKSEditPolicy",
    "view": "AmazonEKSViewPolicy",
}


class _Cluster(eks.Cluster):
    """Pulumi's cluster, with an output that is not read here left untyped.

    Its type loads the classes of Kubernetes' whole core API: half a second of each preview.
    """

    @property
    @pulumi.getter
    def core(self) -> pulumi.Output[Any]:
        """The cluster's parts, as they come."""
        parts: pulumi.Output[Any] = pulumi.get(self, "core")
        return parts


def declare_control_plane(
    parent: pulumi.Resource,
    name: str,
    settings: ClusterSettings,
    network: Network,
    partition: pulumi.Output[str],
    *,
    auto_nodes: GrantedRole | None,
) -> eks.Cluster:
    """The cluster called ``name``, without add-ons, and without nodes unless EKS Auto Mode starts them.

    ``auto_nodes`` is what those act as.
    """
    role = control_plane_role(parent, name, partition, auto_mode=auto_nodes is not None)
    # EKS makes a log group that keeps everything for ever, unless there is one.
    logs = aws.cloudwatch.LogGroup(
        f"{name}-logs",
        name=f"/aws/eks/{name}/cluster",
        retention_in_days=settings.log_retention_days,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return _Cluster(
        name,
        name=name,
        version=settings.version,
        upgrade_policy=aws.eks.ClusterUpgradePolicyArgs(support_type=settings.upgrade_policy.upper()),
        vpc_id=network.vpc_id,
        subnet_ids=network.node_subnet_ids,
        service_role=role.role,
        authentication_mode=eks.AuthenticationMode.API,
        access_entries=_access_entries(settings, partition),
        create_oidc_provider=True,
        encryption_config_key_arn=settings.kms_key_arn or _secrets_key(parent, name).arn,
        endpoint_private_access=True,
        endpoint_public_access=settings.public_access,
        public_access_cidrs=settings.public_access_cidrs or None,
        enabled_cluster_log_types=settings.log_types,
        deletion_protection=settings.deletion_protection,
        auto_mode=_auto_mode(auto_nodes) if auto_nodes else None,
        # Nodes, their security groups and all add-ons are declared beside the cluster.
        skip_default_node_group=True,
        skip_default_security_groups=True,
        bootstrap_self_managed_addons=False,
        use_default_vpc_cni=True,
        kube_proxy_addon_options=eks.KubeProxyAddonOptionsArgs(enabled=False),
        coredns_addon_options=eks.CoreDnsAddonOptionsArgs(enabled=False),
        opts=pulumi.ResourceOptions(
            parent=parent,
            depends_on=[logs, *role.permissions, *(auto_nodes.permissions if auto_nodes else ())],
            # EKS refuses at its turn, when services, volumes and nodes are gone; the engine, before all that.
            protect=settings.deletion_protection,
        ),
    )


def _auto_mode(nodes: GrantedRole) -> eks.AutoModeOptionsArgs:
    return eks.AutoModeOptionsArgs(
        enabled=True,
        create_node_role=False,
        compute_config=eks.ClusterComputeConfigArgs(node_pools=AUTO_POOLS, node_role_arn=nodes.role.arn),
    )


def dns_address(service_range: str) -> str:
    """The address of cluster DNS: EKS gives it the tenth of its range of service addresses (a CIDR)."""
    return str(IPv4Network(service_range)[10])


def _secrets_key(parent: pulumi.Resource, name: str) -> aws.kms.Key:
    opts = pulumi.ResourceOptions(parent=parent)
    key = aws.kms.Key(
        f"{name}-secrets",
        description=f"Kubernetes secrets of the cluster {name}",
        enable_key_rotation=True,
        deletion_window_in_days=7,
        tags={"Name": f"{name}-secrets"},
        opts=opts,
    )
    aws.kms.Alias(f"{name}-secrets", name=f"alias/{name}-secrets", target_key_id=key.id, opts=opts)
    return key


def _access_entries(
    settings: ClusterSettings, partition: pulumi.Output[str]
) -> dict[str, eks.AccessEntryArgs]:
    return {
        principal: eks.AccessEntryArgs(
            principal_arn=principal,
            access_policies={
                policy: eks.AccessPolicyAssociationArgs(
                    policy_arn=pulumi.Output.concat(
                        "arn:", partition, ":eks::aws:cluster-access-policy/", _POLICIES[policy]
                    ),
                    access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
                )
            },
        )
        for principal, policy in settings.access_entries.items()
    }
