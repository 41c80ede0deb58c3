"""EKS Auto Mode, which repairs its own nodes and can't be told not to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.clusters import AUTO_MODE, CLUSTER, auto_mode_clusters, in_auto_mode
from guardrails.core.finding import Unseen
from guardrails.core.plain import UNKNOWN
from guardrails.core.stack import Stack
from guardrails.selfdriving.conditions import ActedOn
from guardrails.selfdriving.engines.engine import Engine
from guardrails.selfdriving.monitored import AGENT_CONDITIONS

_WAIT_SECONDS: Final = 1800.0


def read(stack: Stack) -> Iterator[Engine | Unseen]:
    """One engine for each such cluster: it acts on what its monitoring agent reports, after 30 minutes."""
    for cluster in stack.of_type(CLUSTER):
        if in_auto_mode(cluster) is UNKNOWN:
            yield Unseen(cluster, AUTO_MODE)
    for cluster in auto_mode_clusters(stack):
        yield Engine(
            name="EKS Auto Mode",
            resource=cluster,
            conditions=tuple(ActedOn(name, "False", _WAIT_SECONDS, AUTO_MODE) for name in AGENT_CONDITIONS),
            switch=AUTO_MODE,
            replaces=True,
        )
