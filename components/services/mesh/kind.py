"""What every mesh has to say about its installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from components.cluster_service import ClusterService
from components.install_context import InstallContext
from components.namespaces import PodSecurity
from components.services.mesh.cni import CniSettings


@dataclass(frozen=True)
class MeshKind:
    """A mesh that can be installed."""

    namespaces: Mapping[str, PodSecurity]
    """Its own one first."""
    releases: Callable[[InstallContext, CniSettings], Iterator[ClusterService]]
    """Each behind the one that it needs; what the context has no namespace for is there already."""
    last_release: str
    """The name of the release after which pods can join."""
