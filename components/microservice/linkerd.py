"""Linkerd: requests are encrypted, taken from named callers, tried again, limited and kept off sick pods.

Requests are balanced by latency without being asked. Keys are those of Linkerd's reference, edge of August
2026: retries, timeouts, circuit breaking, rate limiting and authorization policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.microservice.app import PORT_NAME, App, Manifest
from components.microservice.availability import FORGOTTEN_SECONDS
from components.microservice.mesh_parts import MeshParts

_POLICY = "policy.linkerd.io"
_INBOUND = 4143
_CONTROL_PLANE = "linkerd"
_TRUST_DOMAIN = "cluster.local"


def linkerd(app: App) -> MeshParts:
    """Everything that Linkerd does for ``app``."""
    return MeshParts(
        # The injector of services.mesh is asked about no other namespace.
        namespace_labels={"config.linkerd.io/admission-webhooks": "enabled"},
        pod_annotations={
            "linkerd.io/inject": "enabled",
            # The proxy takes requests for as long as the service does.
            "config.alpha.linkerd.io/proxy-wait-before-exit-seconds": str(FORGOTTEN_SECONDS),
            "config.linkerd.io/proxy-cpu-request": "20m",
            "config.linkerd.io/proxy-memory-request": "32Mi",
            "config.linkerd.io/proxy-memory-limit": "128Mi",
        },
        service_annotations=dict(_on_the_callers_side(app)),
        manifests=[_server(app), *_authorizations(app), *_rate_limit(app)],
        proxy_ports=[_INBOUND],
        control_plane=_CONTROL_PLANE,
    )


def _on_the_callers_side(app: App) -> Iterator[tuple[str, str]]:
    traffic = app.settings.traffic
    if traffic.retries is not None:
        yield "retry.linkerd.io/http", "5xx"
        yield "retry.linkerd.io/limit", str(traffic.retries)
    if traffic.timeout_seconds is not None:
        yield "timeout.linkerd.io/request", f"{traffic.timeout_seconds}s"
    if traffic.failures_until_ejected is not None:
        yield "balancer.linkerd.io/failure-accrual", "consecutive"
        yield (
            "balancer.linkerd.io/failure-accrual-consecutive-max-failures",
            str(traffic.failures_until_ejected),
        )


def _server(app: App) -> Manifest:
    """The service's port; nobody gets in whom no policy names, the kubelet's probes excepted."""
    return Manifest(
        f"{_POLICY}/v1beta3",
        "Server",
        {
            "spec": {
                "podSelector": {"matchLabels": app.selector},
                "port": PORT_NAME,
                "proxyProtocol": "HTTP/1",
                "accessPolicy": "deny",
            }
        },
    )


def _authorizations(app: App) -> Iterator[Manifest]:
    """Callers by the identity that their certificate proves; addresses by themselves, where a person named
    some."""
    callers = app.settings.callers
    namespaces = [app.name, *(peer for peer in callers if "/" not in peer)]
    identities = [f"*.{name}.serviceaccount.identity.{_CONTROL_PLANE}.{_TRUST_DOMAIN}" for name in namespaces]
    yield _policy("MeshTLSAuthentication", {"identities": identities}, "-callers")
    yield _policy("AuthorizationPolicy", _allows(app, "MeshTLSAuthentication", "-callers"), "-callers")
    networks = [{"cidr": peer} for peer in callers if "/" in peer]
    if networks:
        yield _policy("NetworkAuthentication", {"networks": networks}, "-addresses")
        yield _policy(
            "AuthorizationPolicy", _allows(app, "NetworkAuthentication", "-addresses"), "-addresses"
        )


def _allows(app: App, kind: str, suffix: str) -> dict[str, Any]:
    return {
        "targetRef": _target(app),
        "requiredAuthenticationRefs": [{"group": _POLICY, "kind": kind, "name": f"{app.name}{suffix}"}],
    }


def _rate_limit(app: App) -> Iterator[Manifest]:
    limit = app.settings.traffic.requests_per_second
    if limit is not None:
        yield _policy(
            "HTTPLocalRateLimitPolicy",
            {"targetRef": _target(app), "total": {"requestsPerSecond": limit}},
        )


def _target(app: App) -> dict[str, str]:
    return {"group": _POLICY, "kind": "Server", "name": app.name}


def _policy(kind: str, spec: dict[str, Any], suffix: str = "") -> Manifest:
    return Manifest(f"{_POLICY}/v1alpha1", kind, {"spec": spec}, suffix=suffix)
