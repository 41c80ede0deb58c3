"""Objects as the API server gives them, and what they are read with."""

from __future__ import annotations

from typing import Any

from pitstop.model import (
    Phase,
    Record,
)
from tests.unit.pitstop.fleets import DEFAULTS

WANTED = DEFAULTS.unhealthy_conditions()
GROUPS = ("eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool")
RECORD = Record(Phase.DRAINING, 1_700_000_100.25, 1_700_000_000.5, "KernelDeadlock=True,1m", 1_699_999_900.0)


def node_object(**changes: Any) -> dict[str, Any]:
    item: dict[str, Any] = {
        "metadata": {
            "name": "n0",
            "resourceVersion": "7",
            "creationTimestamp": "2023-11-14T22:13:20Z",
            "labels": {"karpenter.sh/nodepool": "general", "topology.kubernetes.io/zone": "eu-west-1a"},
        },
        "spec": {"providerID": "aws:///eu-west-1a/i-0abc"},
        "status": {
            "conditions": [
                {
                    "type": "KernelDeadlock",
                    "status": "True",
                    "lastTransitionTime": "2023-11-14T22:14:00Z",
                    "lastHeartbeatTime": "2023-11-14T22:15:00Z",
                },
                {"type": "Ready", "status": "True", "lastTransitionTime": "2023-11-14T22:13:50Z"},
                {"type": "Odd", "status": "True"},
            ]
        },
    }
    item["metadata"].update(changes)
    return item
