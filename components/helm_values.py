"""Snippets that the values of many charts have in common, in Kubernetes' words."""

from __future__ import annotations

from typing import Any

from components.handles import MonitoringHandle


def resources(cpu: str, memory: str, memory_limit: str | None = None) -> dict[str, Any]:
    """A container's requests, and its limit of memory, as Kubernetes quantities: ``50m``, ``128Mi``.

    There is no limit of CPU: it would throttle where the node has time to spare.
    """
    requests = {"requests": {"cpu": cpu, "memory": memory}}
    return requests if memory_limit is None else {**requests, "limits": {"memory": memory_limit}}


def seccomp() -> dict[str, Any]:
    """The ``seccompProfile`` of a pod or container: the system calls that the runtime allows by default."""
    return {"type": "RuntimeDefault"}


def pod_security(user: int | None = None, group: int | None = None) -> dict[str, Any]:
    """A pod's ``securityContext`` for the restricted Pod Security Standard: never root.

    ``user`` is the number of its user, where the image does not say it as a number; ``group`` also owns its
    volumes.
    """
    return {
        "runAsNonRoot": True,
        **({} if user is None else {"runAsUser": user}),
        **({} if group is None else {"runAsGroup": group, "fsGroup": group}),
        "seccompProfile": seccomp(),
    }


def container_security() -> dict[str, Any]:
    """A container's ``securityContext``: no privilege to gain, and no writing outside of its volumes."""
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def service_monitor(monitoring: MonitoringHandle, labels: str = "labels") -> dict[str, Any]:
    """A chart's switch for its ServiceMonitor or PodMonitor, which is on where there is Prometheus.

    ``labels`` is what the chart calls the monitor's labels.
    """
    return {"enabled": monitoring.present, labels: dict(monitoring.labels)}


def spread_over_nodes(labels: dict[str, str]) -> list[dict[str, Any]]:
    """``topologySpreadConstraints`` of replicas with ``labels``: on nodes of their own where possible."""
    return [
        {
            "maxSkew": 1,
            "topologyKey": "kubernetes.io/hostname",
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": labels},
        }
    ]
