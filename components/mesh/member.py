"""A microservice as its mesh sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from components.mesh.traffic import TrafficSettings

CLUSTER_DOMAIN: Final = "cluster.local"
"""The domain of the cluster's names, and the trust domain of both meshes' identities."""


@dataclass(frozen=True)
class Member:
    """Its pods, their ports, and what is wanted of requests to it."""

    name: str
    """Of its Service, its namespace and its service account."""
    selector: Mapping[str, str]
    """Labels of all its pods."""
    port: int
    port_name: str
    metrics_port: int
    """Open to Prometheus, which is outside of the mesh."""
    caller_namespaces: Sequence[str]
    """Whose pods may call it, its own among them."""
    caller_addresses: Sequence[str]
    """Ranges of addresses that may call it without an identity, such as ``10.0.0.0/16``."""
    linger_seconds: int
    """How long requests still come to a pod that goes."""
    traffic: TrafficSettings
