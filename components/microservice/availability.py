"""High availability: where pods stand, when they count as well, and how they come and go."""

from __future__ import annotations

from typing import Any

from components.manifest import Manifest
from components.microservice.spec import LINGER_SECONDS, PORT_NAME, MicroserviceSpec

_STARTUP_PERIOD = 5


def budget(spec: MicroserviceSpec) -> Manifest:
    """One pod at a time: a drain goes on, and never takes the last one of several."""
    return Manifest(
        "policy/v1",
        "PodDisruptionBudget",
        {
            "spec": {
                "maxUnavailable": 1,
                "selector": {"matchLabels": spec.selector},
                # A pod that doesn't work is no reason to keep its node.
                "unhealthyPodEvictionPolicy": "AlwaysAllow",
            }
        },
    )


def spread(spec: MicroserviceSpec) -> list[dict[str, Any]]:
    """Evenly over zones by rule, and over nodes where there is room."""
    common = {
        "maxSkew": 1,
        "labelSelector": {"matchLabels": spec.selector},
        # Counts each revision by itself, or an update would start where the old pods are not.
        "matchLabelKeys": ["pod-template-hash"],
        # A zone whose nodes are all cordoned must not hold pods that nobody can start there.
        "nodeTaintsPolicy": "Honor",
    }
    return [
        {**common, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule"},
        {**common, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway"},
    ]


def rollout() -> dict[str, Any]:
    """A new pod is ready before an old one goes."""
    return {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": "25%"}}


def probes(spec: MicroserviceSpec) -> dict[str, Any]:
    """Startup, readiness and liveness, over HTTP at the service's port."""
    health = spec.settings.health
    return {
        "startupProbe": {
            **_get(health.live_path),
            "periodSeconds": _STARTUP_PERIOD,
            "failureThreshold": -(-health.startup_seconds // _STARTUP_PERIOD),
        },
        "readinessProbe": {
            **_get(health.ready_path),
            "periodSeconds": 5,
            "timeoutSeconds": 2,
            "failureThreshold": 2,
        },
        "livenessProbe": {
            **_get(health.live_path),
            "periodSeconds": 10,
            "timeoutSeconds": 2,
            "failureThreshold": 3,
        },
    }


def lifecycle() -> dict[str, Any]:
    """Serves on until no node sends requests any more; the SIGTERM comes after that."""
    return {"preStop": {"sleep": {"seconds": LINGER_SECONDS}}}


def grace_seconds(spec: MicroserviceSpec) -> int:
    """The time between "go" and SIGKILL, in seconds."""
    return LINGER_SECONDS + spec.settings.health.shutdown_seconds


def _get(path: str) -> dict[str, Any]:
    return {"httpGet": {"path": path, "port": PORT_NAME}}
