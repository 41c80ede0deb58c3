"""EKS node repair, by the node groups that have it on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.finding import Unseen
from guardrails.core.node_groups import NODE_GROUP
from guardrails.core.plain import UNKNOWN, Plain, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.selfdriving.conditions import ActedOn
from guardrails.selfdriving.engines.engine import Engine, Limit
from guardrails.selfdriving.monitored import AGENT_CONDITIONS

_CONFIG: Final = "nodeRepairConfig"
_WAIT_SECONDS: Final = 1800.0
_PERCENTAGE: Final = f"{_CONFIG}.maxUnhealthyNodeThresholdPercentage"
_AT_ONCE: Final = f"{_CONFIG}.maxParallelNodesRepairedCount"


def read(stack: Stack) -> Iterator[Engine | Unseen]:
    """One engine for each node group: it acts on what the node monitoring agent reports, after 30 minutes."""
    for group in stack.of_type(NODE_GROUP):
        enabled = value_at(group.props, f"{_CONFIG}.enabled")
        if enabled is UNKNOWN:
            yield Unseen(group, f"{_CONFIG}.enabled")
        elif enabled is True:
            yield _engine(group)


def _engine(group: Resource) -> Engine:
    percentage, at_once = value_at(group.props, _PERCENTAGE), value_at(group.props, _AT_ONCE)
    return Engine(
        name="EKS node repair",
        resource=group,
        conditions=tuple(ActedOn(name, "False", _WAIT_SECONDS, _CONFIG) for name in AGENT_CONDITIONS),
        group=group,
        drains_at_once=None if at_once is None else Limit(_AT_ONCE, at_once),
        breaker=None if percentage is None else Limit(_PERCENTAGE, _share(percentage)),
        replaces=True,
    )


def _share(percentage: Plain) -> Plain:
    return percentage / 100 if isinstance(percentage, int | float) else percentage
