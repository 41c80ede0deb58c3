"""The public names: components, the handles between them, and nothing else."""

from components.billing.billing_guard import BillingGuard
from components.cluster.existing_cluster import ExistingCluster
from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.handles import NO_MONITORING, ClusterHandle, MeshHandle, MonitoringHandle, TelemetryHandle
from components.microservice.microservice import Microservice
from components.network.network import Network
from components.observability.observability import Observability
from components.remediation.auto_remediation import AutoRemediation
from components.services.cluster_services import ClusterServices

__all__ = [
    "NO_MONITORING",
    "AutoRemediation",
    "BillingGuard",
    "ClusterHandle",
    "ClusterServices",
    "ExistingCluster",
    "MeshHandle",
    "Microservice",
    "MonitoringHandle",
    "Network",
    "Observability",
    "SelfDrivingCluster",
    "TelemetryHandle",
]
