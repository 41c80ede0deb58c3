"""The SelfDrivingCluster component: network, EKS, add-ons and node groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import pulumi
import pulumi_aws as aws
import pulumi_eks as eks
import pulumi_kubernetes as kubernetes

from components.cluster.addons import declare_addon, monitoring_agent, on_every_node, with_deployments
from components.cluster.control_plane import declare_control_plane, dns_address
from components.cluster.farewell import declare_farewell
from components.cluster.first_nodes import node_groups_problem
from components.cluster.node_group import NodeGroup, NodeGroupNetwork
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.cluster.storage import declare_default_storage_class
from components.handles import AwsHandle, ClusterHandle
from components.iam import GrantedRole, managed_policy_arn, node_role
from components.install_context import InstallContext
from components.karpenter.karpenter import Karpenter, NodeNetwork
from components.network.network import Network
from components.network.settings import NetworkSettings
from components.node_pools.settings import NodePoolSettings
from components.pod_identity import grant


class SelfDrivingCluster(pulumi.ComponentResource):
    """An EKS cluster that other components install into, by its ``handle``.

    ``name`` is the cluster's name in AWS; ``region`` is the region's. ``tags`` go on what the provider's
    default tags don't reach: instances, their disks, and the volumes that pods ask for. At least one node
    group must take any pod, unless ``settings`` say that EKS Auto Mode scales, which has no groups.
    ``node_pools`` are Karpenter's, where it scales; ``pool_repair`` lets it replace sick nodes of theirs.
    Raises ValueError where no node group takes any pod, RunError where the wanted zones are not available.
    """

    handle: ClusterHandle
    network: Network
    node_groups: Mapping[str, NodeGroup]
    kubeconfig: pulumi.Output[str]
    """A kubeconfig in JSON. It calls ``aws eks get-token``, so it holds no secret."""
    oidc_provider_arn: pulumi.Output[str]
    oidc_issuer: pulumi.Output[str]
    """The issuer's URL without its scheme."""

    def __init__(
        self,
        name: str,
        settings: ClusterSettings,
        *,
        network: NetworkSettings,
        node_groups: Mapping[str, NodeGroupSettings],
        region: str,
        tags: Mapping[str, str],
        node_pools: Mapping[str, NodePoolSettings] = MappingProxyType({}),
        pool_repair: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if problem := node_groups_problem(settings.node_scaler, node_groups):
            raise ValueError(f"{name}: node groups {problem}")
        super().__init__("selfdriving:index:SelfDrivingCluster", name, None, opts)
        self._prefix, self._tags = name, tags
        self._partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        self.network = Network(
            f"{name}-network",
            network,
            region=region,
            cluster_name=name,
            opts=pulumi.ResourceOptions(parent=self),
        )
        auto_mode = settings.node_scaler == "auto-mode"
        role = node_role(self, name, self._partition, auto_mode=auto_mode)
        cluster = declare_control_plane(
            self, name, settings, self.network, self._partition, auto_nodes=role if auto_mode else None
        )
        self.kubeconfig = cluster.kubeconfig_json
        self.oidc_provider_arn = cluster.oidc_provider_arn
        self.oidc_issuer = cluster.oidc_issuer
        # Known when the control plane is there: what takes the name from here waits for it.
        self._cluster_name = cluster.eks_cluster.name

        # Auto Mode brings the network, DNS, storage and monitoring of its nodes along.
        cni = None if auto_mode else self._system_identity("vpc-cni", "aws-node", "AmazonEKS_CNI_Policy")
        self.node_groups = {} if cni is None else self._node_groups(settings, node_groups, role, cni)
        agent = settings.node_monitoring_agent or any(group.node_repair for group in node_groups.values())
        self.handle = ClusterHandle(
            name=self._cluster_name,
            provider=self._kubernetes(cluster),
            ready=[group.resource for group in self.node_groups.values()],
            aws=AwsHandle(
                region=region,
                version=settings.version,
                partition=self._partition,
                account_id=aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=self)).account_id,
                vpc_id=self.network.vpc_id,
                node_role_arn=role.role.arn,
                node_role_name=role.role.name,
                cluster_security_group_id=cluster.cluster_security_group_id,
                dns_address=cluster.eks_cluster.kubernetes_network_config.apply(
                    lambda network: dns_address(network.service_ipv4_cidr)
                ),
                node_monitoring_agent=agent or auto_mode,
                node_scaler=settings.node_scaler,
            ),
        )
        declare_default_storage_class(
            self, name, self.handle.provider, auto_mode_tags=tags if auto_mode else None
        )
        cleaning = [] if cni is None else self._addons(settings, node_groups, cni, agent=agent)
        karpenter = settings.node_scaler == "karpenter"
        if karpenter and cni is not None:
            pools = self._karpenter(settings, node_groups, node_pools, cni, node_repair=pool_repair)
            self.handle = replace(self.handle, ready=[*self.handle.ready, *pools])
        context = InstallContext(
            self.handle, {}, parent=self, prefix=name, extra_values=settings.extra_values()
        )
        declare_farewell(context, cleaning, karpenter=karpenter)
        self.register_outputs(
            {
                "clusterName": self._cluster_name,
                "kubeconfig": self.kubeconfig,
                "oidcProviderArn": self.oidc_provider_arn,
                "oidcIssuer": self.oidc_issuer,
                "clusterSecurityGroupId": cluster.cluster_security_group_id,
                "nodeRoleArn": role.role.arn,
            }
        )

    def _node_groups(
        self,
        settings: ClusterSettings,
        node_groups: Mapping[str, NodeGroupSettings],
        role: GrantedRole,
        cni: pulumi.Resource,
    ) -> Mapping[str, NodeGroup]:
        network = NodeGroupNetwork(
            cluster_name=self._prefix,
            cluster=self._cluster_name,
            version=settings.version,
            subnet_ids=self.network.node_subnet_ids,
            role_arn=role.role.arn,
            requires=[*self.network.egress, *role.permissions, cni],
            scaled=settings.node_scaler == "cluster-autoscaler",
        )
        return {
            group: NodeGroup(
                f"{self._prefix}-{group}",
                group,
                wanted,
                network,
                tags=self._tags,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for group, wanted in node_groups.items()
        }

    def _addons(
        self,
        settings: ClusterSettings,
        node_groups: Mapping[str, NodeGroupSettings],
        cni: pulumi.Resource,
        *,
        agent: bool,
    ) -> Sequence[pulumi.Resource]:
        """Those among them that clean up in AWS."""
        ebs = self._system_identity(
            "ebs-csi", "ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"
        )
        first = next(group for group, wanted in node_groups.items() if wanted.takes_any_pod)
        nodes = [self.node_groups[first].resource]
        addons = [*on_every_node(cni), *with_deployments(nodes, self._tags, ebs)]
        if agent:
            addons.append(monitoring_agent())
        made = {
            addon.name: declare_addon(self, self._prefix, self._cluster_name, settings, addon)
            for addon in addons
        }
        return [made["aws-ebs-csi-driver"]]

    def _karpenter(
        self,
        settings: ClusterSettings,
        node_groups: Mapping[str, NodeGroupSettings],
        node_pools: Mapping[str, NodePoolSettings],
        cni: pulumi.Resource,
        *,
        node_repair: bool,
    ) -> Sequence[pulumi.Resource]:
        """Its node pools: what else is installed waits for them, and goes before them in a destroy."""
        nodes = sum(group.first_size for group in node_groups.values() if group.takes_any_pod)
        return Karpenter(
            f"{self._prefix}-karpenter",
            node_pools,
            self.handle,
            NodeNetwork(self._prefix, self.network.node_subnet_ids, [*self.network.egress, cni]),
            # A second pod without a node of its own would wait for one for ever.
            replicas=min(nodes, 2),
            extra_values=settings.extra_values(),
            node_repair=node_repair,
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self),
        ).pools

    def _kubernetes(self, cluster: eks.Cluster) -> kubernetes.Provider:
        return kubernetes.Provider(
            f"{self._prefix}-kubernetes",
            kubeconfig=cluster.kubeconfig_json,
            # Only another cluster is a reason to make everything in it anew; another kubeconfig is none.
            cluster_identifier=cluster.eks_cluster.arn,
            delete_unreachable=True,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _system_identity(self, service: str, service_account: str, policy: str) -> pulumi.Resource:
        return grant(
            self,
            f"{self._prefix}-{service}",
            cluster_name=self._cluster_name,
            namespace="kube-system",
            service_account=service_account,
            managed_policy_arns=[managed_policy_arn(self._partition, policy)],
        )
