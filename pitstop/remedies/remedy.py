"""The interface of a remedy: the planner asks whether it is wanted, the shell does it. No I/O of its own."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from pitstop.limits import Limits
from pitstop.model import Node, Reason
from pitstop.remedies.target import Target
from pitstop.settings import PlannerSettings


class Outcome(NamedTuple):
    """What came of a remedy: the phase that the node is in now, or None where it was no help."""

    phase: str | None
    detail: str = ""
    """What is told beside the reason for the action."""


class Remedy(Protocol):
    """One thing to try on an unhealthy node. Remedies are stateless: what was tried stands on the node."""

    name: str
    """What an Action calls it; unique."""
    step: str
    """What Events and metrics call it; remedies that come to the same may share it."""
    phases: tuple[str, ...]
    """Where a node stands after it, written on the node; the first is the usual one."""
    told_as: str
    """Reason of the Event that it was done."""
    no_help: str
    """What is told when its time is over and the node is as unhealthy as before."""
    before_drain: bool = False
    """Tried on a cordoned node whose pods still run; else on one that is drained."""
    removes_node: bool = False
    """Takes the machine away: the node does not return to service in its time, its pods may be freed, a node
    that is gone means success, and no other remedy follows."""
    annotation: str | None = None
    """Where the time of the last try is written on the node; outlives the record of the remediation."""

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:
        """Whether it is switched on, suits ``node``, and was not tried a short time ago."""

    def refused(self, node: Node, limits: Limits) -> Reason | None:
        """What speaks against it now, or None."""

    def timeout(self, phase: str, settings: PlannerSettings) -> float:
        """Seconds that a node may spend in ``phase`` before the next remedy follows."""

    def needs_cluster(self, settings: PlannerSettings) -> str | None:
        """The setting for which it must know the cluster's name, where it is switched on, or None."""

    async def do(self, target: Target, settings: PlannerSettings) -> Outcome:
        """Do it. Raises what the methods of ``target`` raise."""


def tried_within(remedy: Remedy, node: Node, seconds: float, now: float) -> bool:
    """Whether ``remedy`` was tried on ``node`` less than ``seconds`` ago."""
    last = node.last_tried(remedy.name)
    return last is not None and now - last < seconds
