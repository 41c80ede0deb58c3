"""The Karpenter component: the controller, its interruption queue, and the node pools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from components.charts import KARPENTER, KARPENTER_CRD
from components.cluster_service import ClusterService, PodIdentity, install
from components.handles import ClusterHandle
from components.helm_values import resources
from components.iam import node_role
from components.install_context import InstallContext
from components.karpenter import node_class
from components.karpenter.interruption import declare_interruption_queue
from components.karpenter.policy import PolicyScope, policy
from components.node_pools.settings import NodePoolSettings
from components.node_pools.spec import API_VERSION, LONGEST_DRAIN, node_pool

_NAME = "karpenter"
# The API server serves it before everything else there, so that it can act when much goes wrong.
_NAMESPACE = "kube-system"
_MINUTES_TO_TERMINATE = 10


@dataclass(frozen=True)
class NodeNetwork:
    """Where Karpenter's nodes start."""

    cluster_name: str
    subnet_ids: pulumi.Output[Sequence[str]]
    requires: Sequence[pulumi.Resource]
    """What a node needs at its start: a way out, permissions."""


class Karpenter(pulumi.ComponentResource):
    """``cluster.ready`` are the node groups on which Karpenter itself runs: never on its own nodes.

    ``replicas`` is how many of its pods find a node of their own there. ``node_repair`` lets it replace nodes
    that the EKS monitoring agent finds sick. ``tags`` go on instances, volumes and interfaces;
    ``extra_values`` are for its charts, by release. Raises ValueError where the cluster is not on AWS.
    """

    pools: Sequence[pulumi.Resource]
    """The NodePools. Each is gone only when its machines are: what they need must outlive these."""

    def __init__(
        self,
        name: str,
        pools: Mapping[str, NodePoolSettings],
        cluster: ClusterHandle,
        network: NodeNetwork,
        *,
        replicas: int,
        node_repair: bool,
        tags: Mapping[str, str],
        extra_values: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:Karpenter", name, None, opts)
        if cluster.aws is None:
            raise ValueError(f"{name} needs a cluster on AWS")
        self._cluster, self._aws, self._network = cluster, cluster.aws, network
        role = node_role(self, name, cluster.aws.partition)
        profile = aws.iam.InstanceProfile(
            f"{name}-node", role=role.role.name, opts=pulumi.ResourceOptions(parent=self)
        )
        # Node groups bring an entry for their own role; nobody brings one for this.
        entry = aws.eks.AccessEntry(
            f"{name}-node",
            cluster_name=cluster.name,
            principal_arn=role.role.arn,
            type="EC2_LINUX",
            opts=pulumi.ResourceOptions(parent=self),
        )
        queue = declare_interruption_queue(self, name)
        context = InstallContext(
            cluster,
            {_NAMESPACE: _NAMESPACE},
            parent=self,
            prefix=network.cluster_name,
            extra_values=extra_values,
        )
        definitions = install(
            context,
            ClusterService(
                name="karpenter-crd", chart=KARPENTER_CRD, namespace=_NAMESPACE, values={}, needs_nodes=False
            ),
        )
        controller = install(
            context,
            self._controller(role.role.arn, queue, [definitions], replicas, node_repair=node_repair),
        )
        needs = [controller, entry, *role.permissions, *network.requires]
        self.pools = [
            self._pool(name, pool, settings, profile=profile.name, needs=needs, tags=tags)
            for pool, settings in pools.items()
        ]
        self.register_outputs({"nodeRoleArn": role.role.arn, "interruptionQueue": queue.name})

    def _controller(
        self,
        node_role_arn: pulumi.Output[str],
        queue: aws.sqs.Queue,
        requires: Sequence[pulumi.Resource],
        replicas: int,
        *,
        node_repair: bool,
    ) -> ClusterService:
        """Values as in charts/karpenter/values.yaml of Karpenter 1.14."""
        known = pulumi.Output.all(
            self._cluster.name, self._aws.partition, self._aws.account_id, node_role_arn, queue.arn
        )
        region = self._aws.region
        return ClusterService(
            name=_NAME,
            chart=KARPENTER,
            namespace=_NAMESPACE,
            identity=PodIdentity(
                service_account=_NAME,
                policy=known.apply(
                    lambda found: policy(
                        PolicyScope(
                            cluster=found[0],
                            partition=found[1],
                            region=region,
                            account_id=found[2],
                            node_role_arn=found[3],
                            queue_arn=found[4],
                        )
                    )
                ),
            ),
            values={
                "settings": {
                    "clusterName": self._cluster.name,
                    "interruptionQueue": queue.name,
                    "featureGates": {"nodeRepair": node_repair},
                },
                "serviceAccount": {"name": _NAME},
                "replicas": replicas,
                # The nodes that cluster DNS would run on may be the ones that are missing.
                "dnsPolicy": "Default",
                "controller": {"resources": resources("200m", "512Mi", "1Gi")},
            },
            depends_on=requires,
        )

    def _pool(
        self,
        name: str,
        pool: str,
        settings: NodePoolSettings,
        *,
        profile: pulumi.Output[str],
        needs: Sequence[pulumi.Resource],
        tags: Mapping[str, str],
    ) -> pulumi.Resource:
        network = self._network
        made_of = kubernetes.apiextensions.CustomResource(
            f"{name}-{pool}-class",
            api_version=node_class.API_VERSION,
            kind=node_class.KIND,
            metadata=kubernetes.meta.v1.ObjectMetaArgs(name=pool),
            spec=node_class.ec2_node_class(
                settings,
                cluster=network.cluster_name,
                subnets=network.subnet_ids.apply(lambda ids: [{"id": subnet} for subnet in ids]),
                security_group_id=self._aws.cluster_security_group_id,
                instance_profile=profile,
                tags={"Name": f"{network.cluster_name}-{pool}", **tags},
            ),
            opts=pulumi.ResourceOptions(parent=self, provider=self._cluster.provider, depends_on=needs),
        )
        minutes = int(LONGEST_DRAIN.total_seconds()) // 60 + _MINUTES_TO_TERMINATE
        return kubernetes.apiextensions.CustomResource(
            f"{name}-{pool}",
            api_version=API_VERSION,
            kind="NodePool",
            metadata=kubernetes.meta.v1.ObjectMetaArgs(
                name=pool,
                # It is gone when its nodes are, and not before: Karpenter still runs then.
                annotations={"pulumi.com/deletionPropagationPolicy": "foreground"},
            ),
            spec=node_pool(settings, node_class.node_class(pool)),
            opts=pulumi.ResourceOptions(
                parent=self,
                provider=self._cluster.provider,
                depends_on=[made_of],
                custom_timeouts=pulumi.CustomTimeouts(delete=f"{minutes}m"),
            ),
        )
