"""Linkerd's namespaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from components.namespaces import PodSecurity

CONTROL_PLANE: Final = "linkerd"
CNI: Final = "linkerd-cni"
CERT_MANAGER: Final = "cert-manager"

NAMESPACES: Final[Mapping[str, PodSecurity]] = {
    CONTROL_PLANE: "restricted",
    # It writes to directories of the node, so that no other pod needs NET_ADMIN.
    CNI: "privileged",
    CERT_MANAGER: "restricted",
}
"""Each with what its pods may do at most; the control plane's first."""
