"""What every mesh has to say about a microservice; nothing, where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from components.microservice.app import Manifest


@dataclass(frozen=True)
class MeshParts:
    """What is added to the objects of a service, and the objects that are added."""

    pod_annotations: Mapping[str, str] = field(default_factory=dict)
    service_annotations: Mapping[str, str] = field(default_factory=dict)
    manifests: Sequence[Manifest] = ()
    proxy_ports: Sequence[int] = ()
    """Where proxies talk to each other, beside the services' own ports."""
    control_plane: str | None = None
    """The namespace that a proxy gets its orders and its certificate from."""

    @property
    def annotated_pods(self) -> dict[str, dict[str, str]]:
        """The pods' annotations as a part of ``metadata``."""
        return {"annotations": dict(self.pod_annotations)} if self.pod_annotations else {}
