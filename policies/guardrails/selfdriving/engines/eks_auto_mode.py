"""EKS Auto Mode, which repairs its own nodes and can't be told not to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.clusters import auto_mode_clusters
from guardrails.core.stack import Stack
from guardrails.selfdriving.conditions import ActedOn
from guardrails.selfdriving.engines.engine import Engine
from guardrails.selfdriving.monitored import AGENT_CONDITIONS

_CONFIG: Final = "computeConfig.enabled"
_WAIT_SECONDS: Final = 1800.0


def read(stack: Stack) -> Iterator[Engine]:
    """One engine for each such cluster: it acts on what its monitoring agent reports, after 30 minutes."""
    for cluster in auto_mode_clusters(stack):
        yield Engine(
            name="EKS Auto Mode",
            resource=cluster,
            conditions=tuple(ActedOn(name, "False", _WAIT_SECONDS, _CONFIG) for name in AGENT_CONDITIONS),
            switch=_CONFIG,
            replaces=True,
        )
