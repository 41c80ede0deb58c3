"""Istio's namespaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from components.namespaces import PodSecurity

CONTROL_PLANE: Final = "istio-system"
NODES: Final = "istio-nodes"

NAMESPACES: Final[Mapping[str, PodSecurity]] = {
    CONTROL_PLANE: "restricted",
    # Its pods change the network of every pod on their node.
    NODES: "privileged",
}
"""Each with what its pods may do at most; the control plane's first."""
