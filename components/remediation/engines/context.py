"""What every engine is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pulumi

from components.cluster_service import ClusterService
from components.handles import ClusterHandle, MonitoringHandle
from components.remediation.settings import RemediationSettings


@dataclass(frozen=True)
class EngineContext:
    """The settings, the cluster, the namespace of what acts on nodes, and the monitoring, if there is one."""

    settings: RemediationSettings
    cluster: ClusterHandle
    namespace: pulumi.Input[str]
    monitoring: MonitoringHandle | None


Engine = Callable[[EngineContext], ClusterService | None]
"""What an engine installs: a service, or None where it runs outside of the cluster."""
