"""Where Prometheus, Alertmanager and Grafana are, and how a person opens them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from components.endpoints import Endpoint, Login
from components.observability.settings import ObservabilitySettings

NAMESPACE: Final = "monitoring"
STACK: Final = "kube-prometheus-stack"
"""The name of the release, with which the names of its Services begin."""

_PROMETHEUS: Final = Endpoint(
    name="prometheus",
    namespace=NAMESPACE,
    service=f"{STACK}-prometheus",
    port=9090,
    local_port=9090,
    selector="app.kubernetes.io/name=prometheus",
)
_ALERTMANAGER: Final = Endpoint(
    name="alertmanager",
    namespace=NAMESPACE,
    service=f"{STACK}-alertmanager",
    port=9093,
    local_port=9093,
    selector="app.kubernetes.io/name=alertmanager",
)
_GRAFANA: Final = Endpoint(
    name="grafana",
    namespace=NAMESPACE,
    service=f"{STACK}-grafana",
    port=80,
    local_port=3000,
    selector="app.kubernetes.io/name=grafana",
    login=Login(f"{STACK}-grafana", password_key="admin-password", user_key="admin-user"),  # noqa: S106 - a key's name
)


def endpoints(settings: ObservabilitySettings) -> Sequence[Endpoint]:
    """Those that ``settings`` install."""
    if not settings.enabled:
        return ()
    return (_PROMETHEUS, _ALERTMANAGER, *((_GRAFANA,) if settings.grafana.enabled else ()))
