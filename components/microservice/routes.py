"""Where requests go and what they meet on their way, through the Gateway API.

Callers outside of the mesh don't see it: their requests go to all versions by the number of their pods.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.manifest import Manifest
from components.mesh.membership import Membership
from components.microservice.spec import MicroserviceSpec


def routes(spec: MicroserviceSpec, membership: Membership) -> Iterator[Manifest]:
    """One, where there is a version to choose or the mesh has something to say of each request."""
    rule = membership.route
    if rule or spec.settings.traffic.canary is not None:
        yield Manifest(
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            {
                "spec": {
                    "parentRefs": [{"group": "", "kind": "Service", "name": spec.name, "port": 80}],
                    "rules": [{**rule, "backendRefs": _versions(spec)}],
                }
            },
        )


def _versions(spec: MicroserviceSpec) -> list[dict[str, Any]]:
    canary = spec.settings.traffic.canary
    if canary is None:
        return [{"name": spec.name, "port": 80}]
    weights = {"stable": 100 - canary.percent, "canary": canary.percent}
    return [
        {"name": f"{spec.name}-{track}", "port": 80, "weight": weight} for track, weight in weights.items()
    ]
