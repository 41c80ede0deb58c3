"""The settings of the demonstration: as a team writes them, with waits of seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.remediation.settings import AGENT_CONDITIONS, DEFAULT_CONDITIONS

CONDITIONS = (*DEFAULT_CONDITIONS, *AGENT_CONDITIONS)
"""What is acted on: the default of a cluster with the node monitoring agent."""

WAIT = "5s"
"""How long a condition has to last; minutes in production."""


def demonstration(engine: str) -> Mapping[str, Any]:
    """The ``remediation`` section of a stack file, camelCase, for a cluster that is minutes old."""
    return {
        "engine": engine,
        "conditions": [f"{condition.type}={condition.status},{WAIT}" for condition in CONDITIONS],
        "draino": {"drainBuffer": "10s"},
        "pitstop": {
            "image": "registry.example/pitstop:1",
            # The engine runs beside others on this machine, and its nodes are new.
            "settings": {"port": 0, "guards": {"minimumAge": "0s"}},
        },
    }
