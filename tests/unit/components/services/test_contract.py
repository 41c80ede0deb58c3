"""A service with resource definitions, an AWS role and things of its own in AWS is one file and one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import pulumi
import pytest
from pydantic import Field, ValidationError

from components.charts import Chart
from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.cluster_service import ClusterService, PodIdentity
from components.extra_values import ChartValues
from components.helm_values import resources, service_monitor
from components.install_context import InstallContext
from components.network.settings import NetworkSettings
from components.services.cluster_services import ClusterServices
from components.services.contract import ServiceSettings
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy

NAME = "aws-load-balancer-controller"
CHART = Chart(NAME, "1.13.0", "https://aws.github.io/eks-charts")


class LoadBalancersSettings(ServiceSettings):
    """Load balancers for Services and Ingresses: what a contributor writes, as a whole."""

    namespace: ClassVar[str] = "kube-system"
    needs_aws: ClassVar[bool] = True
    charts: ClassVar[Mapping[str, ChartValues]] = {
        NAME: ChartValues(CHART, {"clusterName": "its role is for this cluster"})
    }

    shield: bool = False

    def releases(self, context: InstallContext) -> Sequence[ClusterService]:
        return [
            ClusterService(
                name=NAME,
                chart=CHART,
                namespace=context.namespace,
                identity=PodIdentity(NAME, pulumi.Output.json_dumps({"Version": "2012-10-17"})),
                cleans_up_in_aws=True,
                values={
                    "clusterName": context.cluster.name,
                    "vpcId": context.cluster.aws.vpc_id if context.cluster.aws else "",
                    "serviceAccount": {"create": True, "name": NAME},
                    "enableShield": self.shield,
                    "serviceMonitor": service_monitor(context.monitoring, "additionalLabels"),
                    "resources": resources("50m", "128Mi", "256Mi"),
                },
                depends_on=context.monitoring.requires,
            )
        ]


class MoreServicesSettings(ServicesSettings):
    """And the line."""

    load_balancers: LoadBalancersSettings = Field(default_factory=LoadBalancersSettings)


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    settings = MoreServicesSettings.model_validate(
        {"loadBalancers": {"enabled": True, "values": {"replicaCount": 3}}}
    )

    def build() -> object:
        cluster = SelfDrivingCluster(
            "dev",
            ClusterSettings(),
            network=NetworkSettings(),
            node_groups={"default": NodeGroupSettings.model_validate({"instanceTypes": ["m7i.large"]})},
            region="us-east-1",
            tags={},
        )
        return ClusterServices("more", settings, cluster.handle).commands

    return deploy(
        build,
        outputs={
            "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
            "aws:eks/nodeGroup:NodeGroup": {"resources": [{"autoscalingGroups": [{"name": "asg"}]}]},
        },
    )


def test_it_is_installed_with_its_role(cloud: Cloud) -> None:
    release = cloud.named(f"more-{NAME}")
    assert release.inputs["values"]["clusterName"] == "dev"
    assert f"more-{NAME}-identity" in release.dependencies


def test_the_farewell_goes_before_it(cloud: Cloud) -> None:
    assert f"more-{NAME}" in cloud.named("dev-farewell").dependencies


def test_it_takes_a_users_values(cloud: Cloud) -> None:
    assert cloud.named(f"more-{NAME}").inputs["values"]["replicaCount"] == 3
    with pytest.raises(ValidationError, match="its role is for this cluster"):
        LoadBalancersSettings.model_validate({"values": {"clusterName": "another"}})
