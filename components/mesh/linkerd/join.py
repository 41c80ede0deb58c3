"""Linkerd: requests are encrypted, taken from named callers, tried again, limited and kept off sick pods.

Requests are balanced by latency without being asked. Keys are those of Linkerd's reference, edge of August
2026: retries, timeouts, circuit breaking, rate limiting and authorization policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.manifest import Manifest
from components.mesh.linkerd.namespaces import CONTROL_PLANE
from components.mesh.member import CLUSTER_DOMAIN, Member
from components.mesh.membership import Membership

_POLICY = "policy.linkerd.io"
_INBOUND = 4143


def join(member: Member) -> Membership:
    """Everything that Linkerd does for ``member``."""
    return Membership(
        # The injector of services.mesh is asked about no other namespace.
        namespace_labels={"config.linkerd.io/admission-webhooks": "enabled"},
        pod_annotations={
            "linkerd.io/inject": "enabled",
            # The proxy takes requests for as long as the service does.
            "config.alpha.linkerd.io/proxy-wait-before-exit-seconds": str(member.linger_seconds),
            "config.linkerd.io/proxy-cpu-request": "20m",
            "config.linkerd.io/proxy-memory-request": "32Mi",
            "config.linkerd.io/proxy-memory-limit": "128Mi",
        },
        service_annotations=dict(_on_the_callers_side(member)),
        manifests=[_server(member), *_authorizations(member), *_rate_limit(member)],
        proxy_ports=[_INBOUND],
        control_plane=CONTROL_PLANE,
    )


def _on_the_callers_side(member: Member) -> Iterator[tuple[str, str]]:
    traffic = member.traffic
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


def _server(member: Member) -> Manifest:
    """The service's port: denied by default, but for the kubelet's probes."""
    return Manifest(
        f"{_POLICY}/v1beta3",
        "Server",
        {
            "spec": {
                "podSelector": {"matchLabels": member.selector},
                "port": member.port_name,
                "proxyProtocol": "HTTP/1",
                "accessPolicy": "deny",
            }
        },
    )


def _authorizations(member: Member) -> Iterator[Manifest]:
    """Callers by the identity that their certificate proves; addresses by themselves, where a person named
    some."""
    identities = [
        f"*.{name}.serviceaccount.identity.{CONTROL_PLANE}.{CLUSTER_DOMAIN}"
        for name in member.caller_namespaces
    ]
    yield _policy("MeshTLSAuthentication", {"identities": identities}, "-callers")
    yield _policy("AuthorizationPolicy", _allows(member, "MeshTLSAuthentication", "-callers"), "-callers")
    networks = [{"cidr": peer} for peer in member.caller_addresses]
    if networks:
        yield _policy("NetworkAuthentication", {"networks": networks}, "-addresses")
        yield _policy(
            "AuthorizationPolicy", _allows(member, "NetworkAuthentication", "-addresses"), "-addresses"
        )


def _allows(member: Member, kind: str, suffix: str) -> dict[str, Any]:
    return {
        "targetRef": _target(member),
        "requiredAuthenticationRefs": [{"group": _POLICY, "kind": kind, "name": f"{member.name}{suffix}"}],
    }


def _rate_limit(member: Member) -> Iterator[Manifest]:
    limit = member.traffic.requests_per_second
    if limit is not None:
        yield _policy(
            "HTTPLocalRateLimitPolicy",
            {"targetRef": _target(member), "total": {"requestsPerSecond": limit}},
        )


def _target(member: Member) -> dict[str, str]:
    return {"group": _POLICY, "kind": "Server", "name": member.name}


def _policy(kind: str, spec: dict[str, Any], suffix: str = "") -> Manifest:
    return Manifest(f"{_POLICY}/v1alpha1", kind, {"spec": spec}, suffix=suffix)
