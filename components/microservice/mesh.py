"""What a mesh adds to a microservice. One function for each mesh; the rest of the service knows none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from components.microservice.app import App
from components.microservice.linkerd import linkerd
from components.microservice.mesh_parts import MeshParts

_MESHES: Final[Mapping[Literal["none", "linkerd"], Callable[[App], MeshParts]]] = {
    "none": lambda _: MeshParts(),
    "linkerd": linkerd,
}


def mesh_of(app: App) -> MeshParts:
    """What the mesh of the settings adds."""
    return _MESHES[app.settings.mesh](app)
