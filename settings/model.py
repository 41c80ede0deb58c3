"""Everything that a stack file can say: the components' models put together."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.billing.settings import BillingSettings
from components.cluster.settings import ClusterSettings, NodeGroupName, NodeGroupSettings
from components.microservice.settings import DeclaredMicroservice, ServiceName
from components.network.settings import NetworkSettings
from components.node_pools.settings import NodePoolSettings
from components.observability.settings import ObservabilitySettings
from components.remediation.repair import TABLE
from components.remediation.settings import RemediationSettings
from components.services.settings import ServicesSettings
from components.settings_base import BaseSettings


class KubeconfigSettings(BaseSettings):
    """Which existing cluster a stack with ``target: kubeconfig`` installs into."""

    path: str | None = None
    """A kubeconfig file; without it, the one that kubectl uses."""
    context: str | None = None
    """A context of that file; without it, the current one."""


class StackSettings(BaseSettings):
    """Everything that a stack file can say, beside ``aws:region`` and ``aws:defaultTags``."""

    target: Literal["aws", "kubeconfig"] = "aws"
    """``aws`` builds a cluster; ``kubeconfig`` installs into one that exists, on any machine."""
    kubeconfig: KubeconfigSettings = KubeconfigSettings()
    """Only with ``target: kubeconfig``."""
    network: NetworkSettings = NetworkSettings()
    cluster: ClusterSettings = ClusterSettings()
    node_groups: dict[NodeGroupName, NodeGroupSettings] = Field(default_factory=dict)
    """Node groups by name."""
    node_pools: dict[NodeGroupName, NodePoolSettings] = Field(default_factory=dict)
    """Node pools by name, with ``cluster.nodeScaler`` karpenter."""
    remediation: RemediationSettings = RemediationSettings()
    observability: ObservabilitySettings = ObservabilitySettings()
    services: ServicesSettings = ServicesSettings()
    microservices: dict[ServiceName, DeclaredMicroservice] = Field(default_factory=dict)
    """Microservices by name; each has a namespace of that name."""
    billing: BillingSettings = BillingSettings()

    @property
    def pool_repair(self) -> bool:
        """Whether Karpenter itself is to replace sick nodes of node pools."""
        if not self.remediation.enabled:
            return False
        return TABLE[self.cluster.node_scaler, self.remediation.engine].pools == "karpenter"
