"""A microservice ``shop``, declared in one line against a cluster that doesn't exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from components.handles import NO_MONITORING, MeshHandle, MonitoringHandle, TelemetryHandle
from components.mesh_name import MeshName
from components.microservice.microservice import Microservice
from components.microservice.settings import MicroserviceSettings
from components.microservice.spec import MicroserviceSpec
from tests.unit.components.cloud import Cloud, Declared, deploy
from tests.unit.components.clusters import cluster_on_aws

IMAGE = "registry.example.com/shop:1.2.3"


def shop_spec(settings: MicroserviceSettings) -> MicroserviceSpec:
    """It before anything is declared."""
    return MicroserviceSpec("shop", IMAGE, 8080, settings)


def shop(
    *,
    watched: bool = True,
    recommended: bool = True,
    traced: bool = False,
    preview: bool = False,
    joins: MeshName | None = None,
    **written: Any,
) -> Cloud:
    """The record of its deployment: ``written`` is what a stack file says, ``joins`` the cluster's mesh."""

    def build() -> pulumi.Output[str]:
        return Microservice(
            "shop",
            image=IMAGE,
            port=8080,
            cluster=cluster_on_aws(),
            monitoring=monitoring() if watched else NO_MONITORING,
            recommender=kubernetes.core.v1.ConfigMap("vertical-autoscaler") if recommended else None,
            telemetry=telemetry() if traced else None,
            mesh=MeshHandle(joins, [kubernetes.core.v1.ConfigMap("mesh")]) if joins else None,
            settings=MicroserviceSettings.model_validate(written),
        ).url

    return deploy(build, preview=preview)


def monitoring() -> MonitoringHandle:
    return MonitoringHandle(
        namespace=pulumi.Output.from_input("monitoring"),
        labels={"release": "watch"},
        requires=[kubernetes.core.v1.ConfigMap("definitions")],
    )


def telemetry() -> TelemetryHandle:
    return TelemetryHandle(
        endpoint="http://telemetry.telemetry:4318",
        log_group=pulumi.Output.from_input("/aws/eks/c1/pods"),
        log_group_arn=pulumi.Output.from_input(
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/c1/pods"
        ),
    )


def of(cloud: Cloud, kind: str, suffix: str = "") -> Declared:
    """The object of that kind."""
    return cloud.named(f"shop-{kind.lower()}{suffix}")


def spec(cloud: Cloud, kind: str, suffix: str = "") -> Mapping[str, Any]:
    found: Mapping[str, Any] = of(cloud, kind, suffix).inputs["spec"]
    return found


def pod(cloud: Cloud) -> Mapping[str, Any]:
    found: Mapping[str, Any] = spec(cloud, "Deployment")["template"]["spec"]
    return found


def container(cloud: Cloud) -> Mapping[str, Any]:
    (found,) = pod(cloud)["containers"]
    return dict(found)
