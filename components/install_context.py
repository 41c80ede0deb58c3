"""Where charts are installed, for everything that installs one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.handles import NO_MONITORING, ClusterHandle, MonitoringHandle


@dataclass(frozen=True)
class InstallContext:
    """The cluster, the namespaces there, Prometheus, and where in the program what is declared belongs."""

    cluster: ClusterHandle
    namespaces: Mapping[str, pulumi.Input[str]]
    """By their names, the most used one first."""
    monitoring: MonitoringHandle = field(default=NO_MONITORING)
    parent: pulumi.Resource | None = None
    """Whose children the releases are, and what else is declared; None for the stack's own."""
    prefix: str = ""
    """What the names of these resources begin with, before a hyphen."""
    extra_values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Release -> values that are laid over its own, as a user's settings gave them."""

    @property
    def namespace(self) -> pulumi.Input[str]:
        """The only namespace of most charts, the first one of the others."""
        return next(iter(self.namespaces.values()))
