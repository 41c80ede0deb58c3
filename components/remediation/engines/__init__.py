"""The engines, by the name that a person writes: a new one is a file here and a line below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from components.remediation.engines.context import Engine, EngineContext
from components.remediation.engines.draino import draino
from components.remediation.engines.eks_node_repair import eks_node_repair
from components.remediation.engines.pitstop import pitstop
from components.remediation.settings import EngineName

__all__ = ["ENGINES", "EngineContext"]

ENGINES: Mapping[EngineName, Engine] = MappingProxyType(
    {
        "draino": draino,
        "eks-node-repair": eks_node_repair,
        "pitstop": pitstop,
    }
)
