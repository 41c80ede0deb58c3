"""A cluster whose stack file says ``services.mesh``."""

from __future__ import annotations

from typing import Any

import pulumi

from components.handles import NO_MONITORING, MonitoringHandle
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"
K3S = {"binaries": "/bin", "configuration": "/var/lib/rancher/k3s/agent/etc/cni/net.d"}


def installed(*, watched: bool = False, aws: bool = True, **written: Any) -> Cloud:
    """The record of its deployment."""
    settings = ServicesSettings.model_validate({"mesh": {"enabled": True, **written}})

    def build() -> list[Any]:
        monitoring = MonitoringHandle(
            pulumi.Output.from_input("monitoring"), labels={"release": "watch"}, requires=[]
        )
        mesh = ClusterServices(
            "more",
            settings,
            cluster_on_aws() if aws else cluster_elsewhere(),
            monitoring=monitoring if watched else NO_MONITORING,
        ).mesh
        assert mesh is not None
        return [mesh.kind, *(resource.urn for resource in mesh.requires)]

    return deploy(build)


def waits(cloud: Cloud) -> dict[str, set[str]]:
    """Its releases, each with those that it waits for."""
    found = {release.name: release.dependencies for release in cloud.of(RELEASE)}
    return {name: set(found[name] & found.keys()) for name in found}


def values(cloud: Cloud, name: str) -> dict[str, Any]:
    return dict(cloud.named(f"more-{name}").inputs["values"])


def levels(cloud: Cloud) -> dict[str, str]:
    """Its namespaces, and what pods may do there at most."""
    found = [declared.inputs["metadata"] for declared in cloud.of("kubernetes:core/v1:Namespace")]
    return {metadata["name"]: metadata["labels"]["pod-security.kubernetes.io/enforce"] for metadata in found}


def pinned(cloud: Cloud) -> set[tuple[str, str | None]]:
    return {(release.inputs["chart"], release.inputs.get("version")) for release in cloud.of(RELEASE)}
