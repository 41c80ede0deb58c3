"""NetworkPolicies of a microservice: all traffic is denied but to and from peers that were named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pulumi

from components.manifest import Manifest
from components.mesh.membership import Membership
from components.microservice.peers import namespace_peer, network_peer
from components.microservice.spec import MicroserviceSpec

_API = "networking.k8s.io/v1"


def deny_everything() -> Manifest:
    """No pod of the namespace has a connection that another policy doesn't allow."""
    return Manifest(
        _API,
        "NetworkPolicy",
        {"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}},
        suffix="-deny-everything",
    )


def allow_what_it_needs(
    spec: MicroserviceSpec, membership: Membership, monitoring: pulumi.Input[str] | None
) -> Manifest:
    """Ingress: callers, and Prometheus in the namespace ``monitoring``; egress: what it calls, and DNS."""
    settings = spec.settings
    meshed = [_tcp(port) for port in membership.proxy_ports]
    ingress: list[dict[str, Any]] = [{"from": _callers(spec), "ports": [_tcp(spec.port), *meshed]}]
    if membership.probes:
        ingress.append({"from": [network_peer(address) for address in membership.probes]})
    if monitoring is not None:
        ingress.append({"from": [namespace_peer(monitoring)], "ports": [_tcp(spec.metrics_port)]})
    egress = [_names(), {"to": [{"podSelector": {}}], "ports": [_tcp(spec.port), *meshed]}]
    egress += [
        {"to": [network_peer(call.to)], "ports": [_tcp(call.port), *meshed]} for call in settings.calls
    ]
    if membership.control_plane is not None:
        egress.append({"to": [namespace_peer(membership.control_plane)]})
    if settings.otlp_endpoint is not None:
        egress.append(_collector(settings.otlp_endpoint))
    return Manifest(
        _API,
        "NetworkPolicy",
        {
            "spec": {
                "podSelector": {"matchLabels": spec.selector},
                "policyTypes": ["Ingress", "Egress"],
                "ingress": ingress,
                "egress": egress,
            }
        },
    )


def allow_its_waypoint(spec: MicroserviceSpec, membership: Membership) -> Iterator[Manifest]:
    """Ingress from the callers; egress to the service's pods and the mesh's control plane."""
    if membership.waypoint is None:
        return
    meshed = [_tcp(port) for port in membership.proxy_ports]
    yield Manifest(
        _API,
        "NetworkPolicy",
        {
            "spec": {
                "podSelector": {"matchLabels": membership.waypoint.pod_labels},
                "policyTypes": ["Ingress", "Egress"],
                "ingress": [{"from": _callers(spec), "ports": meshed}],
                "egress": [
                    _names(),
                    {"to": [{"podSelector": {"matchLabels": spec.selector}}], "ports": meshed},
                    {"to": [namespace_peer(membership.waypoint.control_plane)]},
                ],
            }
        },
        suffix="-waypoint",
    )


def _callers(spec: MicroserviceSpec) -> list[dict[str, Any]]:
    return [{"podSelector": {}}, *map(network_peer, spec.settings.callers)]


def _names() -> dict[str, Any]:
    """DNS, to any address: a cache on the node has the node's address, which no selector finds."""
    return {"ports": [{"port": 53, "protocol": "UDP"}, _tcp(53)]}


def _collector(endpoint: str) -> dict[str, Any]:
    address = urlsplit(endpoint)
    namespace = str(address.hostname).split(".")[1]
    return {"to": [namespace_peer(namespace)], "ports": [_tcp(int(address.port or 0))]}


def _tcp(port: int) -> dict[str, Any]:
    return {"port": port, "protocol": "TCP"}
