"""What of the charts that every cluster has belongs to the stack."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from components.charts import FAREWELL, KARPENTER, KARPENTER_CRD
from components.extra_values import ChartValues

_FAREWELL: Final = {
    "karpenter": "it follows cluster.nodeScaler",
    "cleaners": "it follows which services are on",
    "deadlineSeconds": "Helm waits as long, and it is the sum of what its steps may take",
}

_KARPENTER: Final = {
    "settings/clusterName": "its role may start machines for this cluster, and no other",
    "settings/interruptionQueue": "its role may read this queue, and no other",
    "settings/featureGates/nodeRepair": "set remediation.engine: it follows who repairs nodes",
}

CHARTS: Final[Mapping[str, ChartValues]] = MappingProxyType(
    {
        "farewell": ChartValues(FAREWELL, _FAREWELL),
        "karpenter": ChartValues(KARPENTER, _KARPENTER),
        "karpenter-crd": ChartValues(KARPENTER_CRD),
    }
)
"""Release -> its chart, and its values that the stack owns."""
