"""What the rules ask of an engine, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.core.plain import Plain, Unknown
from guardrails.core.resource import Resource
from guardrails.selfdriving.conditions import ActedOn


@dataclass(frozen=True)
class Limit:
    """A figure in an engine's settings: where it stands, and its value in the unit that the field names."""

    path: str
    value: Plain


@dataclass(frozen=True)
class Engine:
    """One engine: ``resource`` installs it or switches it on.

    ``group`` is the node group that it acts on, None where it acts on all nodes of the cluster. The limits
    are None where the engine has no such setting, or keeps its own safe default.
    """

    name: str
    resource: Resource
    conditions: tuple[ActedOn, ...]
    unseen: tuple[str, ...] = ()
    """Settings that only the update will know."""
    group: Resource | None = None
    drain_gap: Limit | None = None
    """Seconds between the starts of two drains; the value is None where it can't be read."""
    drains_at_once: Limit | None = None
    """Nodes of one group that may be drained at the same time."""
    breaker: Limit | None = None
    """The share of nodes, 0 to 1, above which the engine stops."""
    switch: str = "chart"
    """The property that has it there."""
    picks: bool | Unknown = False
    """Whether it acts only on nodes that it picks by their labels, those of a node pool for instance."""
    replaces: bool = False
    """Whether it brings the fresh node itself, without an autoscaler."""
