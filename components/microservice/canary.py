"""A new version beside the old one, that gets a share of the requests through the Gateway API.

The requests of callers outside of the mesh go to both by the number of their pods.
"""

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
    """Its pods and their number, a name for each version, and the split between them."""
    canary = canary_of(app, settings)
    yield workload.deployment(canary)
    yield autoscaling.horizontal(canary, on_requests=on_requests)
    yield _version(app)
    yield _version(canary)
    yield _split(app, settings.percent)


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


def _split(app: App, percent: int) -> Manifest:
    weights = {"stable": 100 - percent, "canary": percent}
    return Manifest(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        {
            "spec": {
                "parentRefs": [{"group": "", "kind": "Service", "name": app.name, "port": 80}],
                "rules": [
                    {
                        "backendRefs": [
                            {"name": f"{app.name}-{track}", "port": 80, "weight": weight}
                            for track, weight in weights.items()
                        ]
                    }
                ],
            }
        },
    )
