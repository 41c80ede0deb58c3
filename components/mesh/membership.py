"""What a mesh adds to a microservice; nothing, where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.manifest import Manifest


@dataclass(frozen=True)
class Waypoint:
    """Proxies of a service that aren't in its pods."""

    name: str
    """Of the Gateway, and of the service account that its pods have."""
    pod_labels: Mapping[str, str]
    control_plane: str
    """The namespace that they get their orders and their certificates from."""


@dataclass(frozen=True)
class Membership:
    """What is added to the objects of a service, and the objects that are added."""

    namespace_labels: Mapping[str, str] = field(default_factory=dict)
    """By which the mesh knows whose pods are its own."""
    pod_annotations: Mapping[str, str] = field(default_factory=dict)
    service_annotations: Mapping[str, str] = field(default_factory=dict)
    service_labels: Mapping[str, str] = field(default_factory=dict)
    manifests: Sequence[Manifest] = ()
    route: Mapping[str, Any] = field(default_factory=dict)
    """What an HTTPRoute's rule says of each request, beside where it goes."""
    proxy_ports: Sequence[int] = ()
    """Where proxies talk to each other, beside the services' own ports."""
    control_plane: str | None = None
    """The namespace that a proxy in a pod gets its orders and its certificate from."""
    probes: Sequence[str] = ()
    """Ranges of addresses that the kubelet's probes seem to come from."""
    waypoint: Waypoint | None = None

    @property
    def annotated_pods(self) -> dict[str, dict[str, str]]:
        """The pods' annotations as a part of ``metadata``."""
        return {"annotations": dict(self.pod_annotations)} if self.pod_annotations else {}
