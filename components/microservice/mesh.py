"""What a mesh adds to a microservice. One function for each mesh; the rest of the service knows none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from components.microservice.app import App
from components.microservice.istio import istio
from components.microservice.linkerd import linkerd
from components.microservice.mesh_parts import MeshParts

_MESHES: Final[Mapping[Literal["none", "linkerd", "istio"], Callable[[App], MeshParts]]] = {
    "none": lambda _: MeshParts(),
    "linkerd": linkerd,
    "istio": istio,
}


def mesh_of(app: App) -> MeshParts:
    """What the mesh of the settings adds."""
    return _MESHES[app.settings.mesh](app)


def contradiction(wanted: str, installed: str | None) -> str | None:
    """What ``mesh`` must be where ``installed`` is the cluster's; None where ``wanted`` will do."""
    if wanted in ("none", installed):
        return None
    if installed is None:
        return (
            f"must be none, because the cluster has no mesh; or set services.mesh.enabled to true and "
            f"services.mesh.kind to {wanted}"
        )
    return f"must be {installed}, the mesh that services.mesh installs, or none"
