"""Everything that the stack can install, by the records of its deployments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.extra_values import ChartValues
from components.network.settings import NetworkSettings
from components.node_pools.settings import NodePoolSettings
from components.observability.observability import Observability
from components.observability.settings import ObservabilitySettings
from components.remediation.auto_remediation import AutoRemediation
from components.remediation.settings import EngineName, RemediationSettings
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"
_OUTPUTS: Mapping[str, Mapping[str, Any]] = {
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
    "aws:eks/nodeGroup:NodeGroup": {"resources": [{"autoscalingGroups": [{"name": "asg"}]}]},
    "pulumi:pulumi:StackReference": {"outputs": {}},
}
SERVICES: Mapping[str, Any] = {
    "externalDns": {"enabled": True, "hostedZoneIds": ["Z123456ABCDEFG"]},
    "nodeLocalDns": {"enabled": True},
    "headlamp": {"enabled": True},
    "argoCd": {"enabled": True, "repository": "https://git.example/cluster"},
    "verticalAutoscaler": {"enabled": True},
    "telemetry": {"enabled": True},
}


def services(mesh: str) -> Cloud:
    """Every service, with one of the meshes."""
    wanted = ServicesSettings.model_validate({**SERVICES, "mesh": {"enabled": True, "kind": mesh}})
    return deploy(lambda: ClusterServices("more", wanted, cluster_on_aws()).commands, outputs=_OUTPUTS)


def remediation(engine: str) -> Cloud:
    """Remediation by one of the engines."""
    wanted = RemediationSettings.model_validate(
        {"engine": engine, "pitstop": {"image": "registry.example/pitstop:1"}}
    )
    return deploy(lambda: AutoRemediation("heal", wanted, cluster_on_aws()).namespace)


def observability() -> Cloud:
    """Prometheus and what belongs to it."""
    return deploy(lambda: Observability("watch", ObservabilitySettings(), cluster_on_aws()).handle.namespace)


def karpenter() -> Cloud:
    """A whole cluster in which Karpenter scales."""

    def build() -> object:
        return SelfDrivingCluster(
            "dev",
            ClusterSettings.model_validate({"nodeScaler": "karpenter"}),
            network=NetworkSettings(),
            node_groups={"default": NodeGroupSettings.model_validate({"instanceTypes": ["m7i.large"]})},
            node_pools={"all": NodePoolSettings.model_validate({"instanceFamilies": ["m7i", "m6i", "m5"]})},
            region="us-east-1",
            tags={},
        ).handle.name

    return deploy(build, outputs=_OUTPUTS)


def everything() -> list[Cloud]:
    """Records that together have every release."""
    return [
        services("linkerd"),
        services("istio"),
        *(remediation(engine) for engine in get_args(EngineName)),
        observability(),
        karpenter(),
    ]


def charts() -> dict[str, ChartValues]:
    """Release -> its chart and what of its values is the stack's, of all settings that have charts."""
    found: dict[str, ChartValues] = {
        **RemediationSettings.charts,
        **ObservabilitySettings.charts,
        **ClusterSettings.charts,
    }
    every = ServicesSettings()
    for service in type(every).model_fields:
        found.update(getattr(every, service).charts)
    return found
