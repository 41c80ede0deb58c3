"""The meshes, and which one a microservice joins. The rest of a microservice knows none of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from components.mesh.istio import ISTIO
from components.mesh.linkerd import LINKERD
from components.mesh.member import Member
from components.mesh.membership import Membership
from components.mesh.mesh import Mesh
from components.mesh_name import MeshName

MESHES: Final[Mapping[MeshName, Mesh]] = {"linkerd": LINKERD, "istio": ISTIO}

MeshChoice = Literal["none", MeshName]
"""A microservice's mesh."""


def join(mesh: MeshChoice, member: Member) -> Membership:
    """What ``mesh`` adds to ``member``."""
    return Membership() if mesh == "none" else MESHES[mesh].join(member)


def lacks(mesh: MeshChoice) -> Mapping[str, str]:
    """Field of ``TrafficSettings`` -> why ``mesh`` can't do it, and what to do instead."""
    return {} if mesh == "none" else MESHES[mesh].lacks


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
