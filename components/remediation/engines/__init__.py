"""The remediation engines by the names in a stack file; CONTRIBUTING.md lists what a further one touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from components.cluster_service import ClusterService
from components.install_context import InstallContext
from components.remediation.engines.draino import draino
from components.remediation.engines.eks_node_repair import eks_node_repair
from components.remediation.engines.pitstop import pitstop
from components.remediation.settings import EngineName, RemediationSettings

Engine = Callable[[RemediationSettings, InstallContext], ClusterService | None]
"""What an engine installs: a service, or None where it runs outside of the cluster."""

ENGINES: Mapping[EngineName, Engine] = MappingProxyType(
    {
        "draino": draino,
        "eks-node-repair": eks_node_repair,
        "pitstop": pitstop,
    }
)
