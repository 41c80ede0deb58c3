"""A new version beside the old one. Its share of the requests is the route's business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from components.microservice import autoscaling, workload
from components.microservice.app import PORT_NAME, App, Manifest
from components.microservice.settings import CanarySettings


def canary_of(app: App, settings: CanarySettings) -> App:
    """The new version of ``app``."""
    return replace(app, image=settings.image, track="canary")


def manifests(app: App, settings: CanarySettings, *, on_requests: bool) -> Iterator[Manifest]:
    """Its pods and their number, and a name for each version."""
    canary = canary_of(app, settings)
    yield workload.deployment(canary)
    yield autoscaling.horizontal(canary, on_requests=on_requests)
    yield _version(app)
    yield _version(canary)


def _version(app: App) -> Manifest:
    return Manifest(
        "v1",
        "Service",
        {
            "spec": {
                "type": "ClusterIP",
                "selector": app.own_selector,
                "ports": [{"name": PORT_NAME, "port": 80, "targetPort": PORT_NAME}],
            }
        },
        suffix=f"-{app.track}",
    )
