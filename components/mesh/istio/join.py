"""Istio in ambient mode: each node's proxy does mTLS and authorization; a waypoint in front of the
service sees its requests, where its settings want something done with them.

Routes are those of the Gateway API. Other keys are those of Istio's reference, 1.30: waypoints, authorization
policies, peer authentication and destination rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.manifest import Manifest
from components.mesh.istio.namespaces import CONTROL_PLANE
from components.mesh.member import CLUSTER_DOMAIN, Member
from components.mesh.membership import Membership, Waypoint

_HBONE = 15008
"""Where proxies talk to each other."""
_PROBES = "169.254.7.127/32"
"""Where the kubelet's probes come from, once they have passed the node's proxy."""
_SECURITY = "security.istio.io/v1"
_FAILED = [500, 502, 503, 504]


def join(member: Member) -> Membership:
    """Everything that Istio does for ``member``."""
    waypoint = _waypoint(member)
    return Membership(
        namespace_labels={"istio.io/dataplane-mode": "ambient"},
        service_labels={"istio.io/use-waypoint": waypoint.name} if waypoint else {},
        manifests=[
            _encryption(member),
            _pods_callers(member, waypoint),
            *(_in_front(member, waypoint) if waypoint else ()),
            *_limits(member),
        ],
        route=_route(member),
        proxy_ports=[_HBONE],
        probes=[_PROBES],
        waypoint=waypoint,
    )


def _waypoint(member: Member) -> Waypoint | None:
    """None where nothing is to be done with requests: it would be one more hop for each."""
    if not member.traffic.model_dump(exclude_none=True):
        return None
    name = f"{member.name}-waypoint"
    return Waypoint(name, {"gateway.networking.k8s.io/gateway-name": name}, CONTROL_PLANE)


def _encryption(member: Member) -> Manifest:
    """No request in plain text, but to the port for Prometheus, which is outside of the mesh, and from
    addresses that a person named."""
    plain = [member.metrics_port]
    if member.caller_addresses:
        plain.append(member.port)
    return Manifest(
        _SECURITY,
        "PeerAuthentication",
        {
            "spec": {
                "selector": {"matchLabels": member.selector},
                "mtls": {"mode": "STRICT"},
                "portLevelMtls": {str(port): {"mode": "PERMISSIVE"} for port in plain},
            }
        },
    )


def _pods_callers(member: Member, waypoint: Waypoint | None) -> Manifest:
    """Authorization at its pods: only the waypoint, if there is one, else only the callers."""
    source: dict[str, Any] = {"namespaces": list(member.caller_namespaces)}
    if waypoint is not None:
        source = {"principals": [f"{CLUSTER_DOMAIN}/ns/{member.name}/sa/{waypoint.name}"]}
    rules: list[dict[str, Any]] = [{"from": [{"source": source}], "to": _port(member.port)}]
    if addresses := list(member.caller_addresses):
        rules.append({"from": [{"source": {"ipBlocks": addresses}}], "to": _port(member.port)})
    rules.append({"to": _port(member.metrics_port)})
    return Manifest(
        _SECURITY,
        "AuthorizationPolicy",
        {"spec": {"selector": {"matchLabels": member.selector}, "action": "ALLOW", "rules": rules}},
        suffix="-pods",
    )


def _in_front(member: Member, waypoint: Waypoint) -> Iterator[Manifest]:
    """The waypoint, and the authorization of callers at it."""
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
                "targetRefs": [{"group": "", "kind": "Service", "name": member.name}],
                "action": "ALLOW",
                "rules": [{"from": [{"source": {"namespaces": list(member.caller_namespaces)}}]}],
            }
        },
        suffix="-waypoint",
    )


def _limits(member: Member) -> Iterator[Manifest]:
    """Circuit breaking and bulkheads, for each version of the service by itself."""
    traffic = member.traffic
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
                    "host": f"{member.name}{suffix}.{member.name}.svc.{CLUSTER_DOMAIN}",
                    "trafficPolicy": policy,
                }
            },
            suffix=suffix,
        )


def _route(member: Member) -> dict[str, Any]:
    traffic = member.traffic
    rule: dict[str, Any] = {}
    if traffic.timeout_seconds is not None:
        rule["timeouts"] = {"request": f"{traffic.timeout_seconds}s"}
    if traffic.retries is not None:
        rule["retry"] = {"attempts": traffic.retries, "codes": _FAILED}
    return rule


def _port(port: int) -> list[dict[str, Any]]:
    return [{"operation": {"ports": [str(port)]}}]
