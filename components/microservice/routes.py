"""Where requests go and what they meet on their way, through the Gateway API.

Callers outside of the mesh don't see it: their requests go to all versions by the number of their pods.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.microservice.app import App, Manifest
from components.microservice.mesh import mesh_of


def routes(app: App) -> Iterator[Manifest]:
    """One, where there is a version to choose or the mesh has something to say of each request."""
    rule = mesh_of(app).route
    if rule or app.settings.traffic.canary is not None:
        yield Manifest(
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            {
                "spec": {
                    "parentRefs": [{"group": "", "kind": "Service", "name": app.name, "port": 80}],
                    "rules": [{**rule, "backendRefs": _versions(app)}],
                }
            },
        )


def _versions(app: App) -> list[dict[str, Any]]:
    canary = app.settings.traffic.canary
    if canary is None:
        return [{"name": app.name, "port": 80}]
    weights = {"stable": 100 - canary.percent, "canary": canary.percent}
    return [
        {"name": f"{app.name}-{track}", "port": 80, "weight": weight} for track, weight in weights.items()
    ]
