"""A new version beside the old one. Its share of the requests is the route's business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from components.manifest import Manifest
from components.mesh.membership import Membership
from components.mesh.traffic import CanarySettings
from components.microservice import autoscaling, workload
from components.microservice.spec import PORT_NAME, MicroserviceSpec


def canary_of(spec: MicroserviceSpec, settings: CanarySettings) -> MicroserviceSpec:
    """The new version of ``spec``."""
    return replace(spec, image=settings.image, track="canary")


def manifests(
    spec: MicroserviceSpec, membership: Membership, settings: CanarySettings, *, on_requests: bool
) -> Iterator[Manifest]:
    """Its pods and their number, and a name for each version."""
    canary = canary_of(spec, settings)
    yield workload.deployment(canary, membership)
    yield autoscaling.horizontal(canary, on_requests=on_requests)
    yield _version(spec)
    yield _version(canary)


def _version(spec: MicroserviceSpec) -> Manifest:
    return Manifest(
        "v1",
        "Service",
        {
            "spec": {
                "type": "ClusterIP",
                "selector": spec.own_selector,
                "ports": [{"name": PORT_NAME, "port": 80, "targetPort": PORT_NAME}],
            }
        },
        suffix=f"-{spec.track}",
    )
