"""Istio in ambient mode: the proxy of each node encrypts and asks who calls; a waypoint in front of the
service sees its requests, where its settings want something done with them.

Routes are those of the Gateway API. Other keys are those of Istio's reference, 1.30: waypoints, authorization
policies, peer authentication and destination rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.microservice.app import App, Manifest
from components.microservice.mesh_parts import MeshParts, Waypoint

_HBONE = 15008
"""Where proxies talk to each other."""
_PROBES = "169.254.7.127/32"
"""Where the kubelet's probes come from, once they have passed the node's proxy."""
_CONTROL_PLANE = "istio-system"
_TRUST_DOMAIN = "cluster.local"
_SECURITY = "security.istio.io/v1"
_FAILED = [500, 502, 503, 504]


def istio(app: App) -> MeshParts:
    """Everything that Istio does for ``app``."""
    waypoint = _waypoint(app)
    return MeshParts(
        namespace_labels={"istio.io/dataplane-mode": "ambient"},
        service_labels={"istio.io/use-waypoint": waypoint.name} if waypoint else {},
        manifests=[
            _encryption(app),
            _pods_callers(app, waypoint),
            *(_in_front(app, waypoint) if waypoint else ()),
            *_limits(app),
        ],
        route=_route(app),
        proxy_ports=[_HBONE],
        probes=[_PROBES],
        waypoint=waypoint,
    )


def _waypoint(app: App) -> Waypoint | None:
    """None where nothing is to be done with requests: it would be one more hop for each."""
    if not app.settings.traffic.model_dump(exclude_none=True):
        return None
    name = f"{app.name}-waypoint"
    return Waypoint(name, {"gateway.networking.k8s.io/gateway-name": name}, _CONTROL_PLANE)


def _encryption(app: App) -> Manifest:
    """No request in plain text, but to the port for Prometheus, which is outside of the mesh, and from
    addresses that a person named."""
    plain = [app.metrics_port]
    if _addresses(app):
        plain.append(app.port)
    return Manifest(
        _SECURITY,
        "PeerAuthentication",
        {
            "spec": {
                "selector": {"matchLabels": app.selector},
                "mtls": {"mode": "STRICT"},
                "portLevelMtls": {str(port): {"mode": "PERMISSIVE"} for port in plain},
            }
        },
    )


def _pods_callers(app: App, waypoint: Waypoint | None) -> Manifest:
    """Who reaches its pods: the waypoint, if there is one, else the callers. Nobody else does."""
    source: dict[str, Any] = {"namespaces": _namespaces(app)}
    if waypoint is not None:
        source = {"principals": [f"{_TRUST_DOMAIN}/ns/{app.name}/sa/{waypoint.name}"]}
    rules: list[dict[str, Any]] = [{"from": [{"source": source}], "to": _port(app.port)}]
    if addresses := _addresses(app):
        rules.append({"from": [{"source": {"ipBlocks": addresses}}], "to": _port(app.port)})
    rules.append({"to": _port(app.metrics_port)})
    return Manifest(
        _SECURITY,
        "AuthorizationPolicy",
        {"spec": {"selector": {"matchLabels": app.selector}, "action": "ALLOW", "rules": rules}},
        suffix="-pods",
    )


def _in_front(app: App, waypoint: Waypoint) -> Iterator[Manifest]:
    """The waypoint, and who may call through it."""
    yield Manifest(
        "gateway.networking.k8s.io/v1",
        "Gateway",
        {
            "spec": {
                "gatewayClassName": "istio-waypoint",
                "listeners": [{"name": "mesh", "port": _HBONE, "protocol": "HBONE"}],
                # Without labels of their own its pods get those of this object, by which the service finds
                # its own pods.
                "infrastructure": {"labels": {"app.kubernetes.io/name": waypoint.name}},
            }
        },
        suffix="-waypoint",
        labels={"istio.io/waypoint-for": "service"},
    )
    yield Manifest(
        _SECURITY,
        "AuthorizationPolicy",
        {
            "spec": {
                "targetRefs": [{"group": "", "kind": "Service", "name": app.name}],
                "action": "ALLOW",
                "rules": [{"from": [{"source": {"namespaces": _namespaces(app)}}]}],
            }
        },
        suffix="-waypoint",
    )


def _limits(app: App) -> Iterator[Manifest]:
    """Circuit breaking and bulkheads, for each version of the service by itself."""
    traffic = app.settings.traffic
    policy: dict[str, Any] = {}
    if traffic.failures_until_ejected is not None:
        policy["outlierDetection"] = {
            "consecutive5xxErrors": traffic.failures_until_ejected,
            "interval": "10s",
            "baseEjectionTime": "30s",
            # Half of them stay, however sick: a wrong answer of one service must not take another one down.
            "maxEjectionPercent": 50,
        }
    if traffic.concurrent_requests is not None:
        policy["connectionPool"] = {"http": {"http2MaxRequests": traffic.concurrent_requests}}
    if not policy:
        return
    for suffix in ("-stable", "-canary") if traffic.canary else ("",):
        yield Manifest(
            "networking.istio.io/v1",
            "DestinationRule",
            {
                "spec": {
                    "host": f"{app.name}{suffix}.{app.name}.svc.{_TRUST_DOMAIN}",
                    "trafficPolicy": policy,
                }
            },
            suffix=suffix,
        )


def _route(app: App) -> dict[str, Any]:
    traffic = app.settings.traffic
    rule: dict[str, Any] = {}
    if traffic.timeout_seconds is not None:
        rule["timeouts"] = {"request": f"{traffic.timeout_seconds}s"}
    if traffic.retries is not None:
        rule["retry"] = {"attempts": traffic.retries, "codes": _FAILED}
    return rule


def _namespaces(app: App) -> list[str]:
    return [app.name, *(peer for peer in app.settings.callers if "/" not in peer)]


def _addresses(app: App) -> list[str]:
    return [peer for peer in app.settings.callers if "/" in peer]


def _port(port: int) -> list[dict[str, Any]]:
    return [{"operation": {"ports": [str(port)]}}]
