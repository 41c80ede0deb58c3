"""What every mesh has to say: how it is installed, how a microservice joins, and what it can't do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from components.cluster_service import ClusterService
from components.extra_values import ChartValues
from components.install_context import InstallContext
from components.mesh.cni import CniSettings
from components.mesh.member import Member
from components.mesh.membership import Membership
from components.namespaces import PodSecurity


@dataclass(frozen=True)
class Mesh:
    """A mesh that can be installed, and joined."""

    namespaces: Mapping[str, PodSecurity]
    """Its control plane's first."""
    releases: Callable[[InstallContext, CniSettings], Iterator[ClusterService]]
    """Each behind the one that it needs; what the context has no namespace for is there already."""
    charts: Mapping[str, ChartValues]
    """Each of its releases: the chart, and its values that the stack owns."""
    last_release: str
    """The name of the release after which pods can join."""
    join: Callable[[Member], Membership]
    """What it adds to a microservice."""
    lacks: Mapping[str, str]
    """Field of ``TrafficSettings`` -> why this mesh can't do it, and what to do instead."""
