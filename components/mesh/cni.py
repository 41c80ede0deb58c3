"""Where a mesh puts its part of the nodes' network."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.settings_base import BaseSettings

Directory = Annotated[str, Field(pattern=r"^(/[^/\s]+)+$")]


class CniSettings(BaseSettings):
    """Directories of the nodes. Those of EKS and kind are the default; k3s and k3d have others."""

    binaries: Directory = "/opt/cni/bin"
    """Where network plugins are."""
    configuration: Directory = "/etc/cni/net.d"
    """Where the container runtime reads which ones to call."""
