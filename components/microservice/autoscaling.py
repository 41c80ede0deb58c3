"""How many pods there are, and how large they should be."""

from __future__ import annotations

from typing import Any

from components.manifest import Manifest
from components.microservice.spec import MicroserviceSpec

REQUESTS_PER_SECOND = "http_requests_per_second"
"""What prometheus-adapter makes of the service's counter of requests."""

# A lull of minutes is no reason to go: starting again costs more than staying.
_SCALE_DOWN_WINDOW = 300


def horizontal(spec: MicroserviceSpec, *, on_requests: bool) -> Manifest:
    """HorizontalPodAutoscaler: by CPU, and by requests where Prometheus counts them."""
    scaling = spec.settings.scaling
    metrics: list[dict[str, Any]] = [
        {
            # Of the service itself: what a proxy beside it uses says nothing about it.
            "type": "ContainerResource",
            "containerResource": {
                "name": "cpu",
                "container": spec.name,
                "target": {"type": "Utilization", "averageUtilization": scaling.cpu_percent},
            },
        }
    ]
    if on_requests:
        metrics.append(
            {
                "type": "Pods",
                "pods": {
                    "metric": {"name": REQUESTS_PER_SECOND},
                    "target": {"type": "AverageValue", "averageValue": str(scaling.requests_per_second)},
                },
            }
        )
    return Manifest(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        {
            "spec": {
                "scaleTargetRef": _target(spec),
                "minReplicas": scaling.min_replicas,
                "maxReplicas": scaling.max_replicas,
                "metrics": metrics,
                "behavior": {
                    "scaleUp": {
                        "stabilizationWindowSeconds": 0,
                        "policies": [{"type": "Percent", "value": 100, "periodSeconds": 30}],
                    },
                    "scaleDown": {
                        "stabilizationWindowSeconds": _SCALE_DOWN_WINDOW,
                        "policies": [{"type": "Percent", "value": 25, "periodSeconds": 60}],
                    },
                },
            }
        },
        suffix=spec.suffix,
    )


def vertical(spec: MicroserviceSpec) -> Manifest:
    """What a pod should request, told in the object's status. Nothing acts on it: the other autoscaler
    steers by CPU."""
    return Manifest(
        "autoscaling.k8s.io/v1",
        "VerticalPodAutoscaler",
        {"spec": {"targetRef": _target(spec), "updatePolicy": {"updateMode": "Off"}}},
    )


def _target(spec: MicroserviceSpec) -> dict[str, str]:
    return {"apiVersion": "apps/v1", "kind": "Deployment", "name": f"{spec.name}{spec.suffix}"}
