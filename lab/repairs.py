"""Reads repairs out of a timeline: from a node's fault to its successor's first Ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lab.timeline import TimelineEntry, TimelineStep


@dataclass(frozen=True)
class Repair:
    """One node's way out; times are seconds since the epoch, None for what has not happened."""

    node: str
    fault: str
    """The condition, or ``power off``."""
    broken: float
    cordoned: float | None = None
    draining: float | None = None
    """The first pod began to leave."""
    empty: float | None = None
    removed: float | None = None
    successor: str = ""
    ready: float | None = None
    """The successor is Ready."""

    @property
    def time_to_repair(self) -> float | None:
        """Seconds from the fault to the successor's Ready; None while it lasts."""
        return None if self.ready is None else self.ready - self.broken


def of(moments: Sequence[TimelineEntry]) -> list[Repair]:
    """Return the repair of each node that had a fault, in the order of the faults.

    A successor is the next node of the same pool that joined since the cordon and succeeds no other node.
    """
    taken: set[str] = set()
    found: dict[str, Repair] = {}
    for moment in moments:
        if moment.step == TimelineStep.FAULT and moment.node not in found:
            repair = _follow(moment, [later for later in moments if later.at >= moment.at], taken)
            found[moment.node] = repair
            taken.add(repair.successor)
    return list(found.values())


def _follow(fault: TimelineEntry, later: Sequence[TimelineEntry], taken: set[str]) -> Repair:
    at = {step: _first(later, step, fault.node) for step in TimelineStep}
    cordoned, removed = at[TimelineStep.CORDONED], at[TimelineStep.REMOVED]
    successor = ""
    ready = None
    if removed is not None:
        joined = (
            m
            for m in later
            if m.step == TimelineStep.JOINED and m.at > (cordoned or fault.at) and m.node not in taken
        )
        pool = next((m.detail for m in later if m.step == TimelineStep.REMOVED and m.node == fault.node), "")
        successor = next((m.node for m in joined if m.detail == pool), "")
        ready = _first(later, TimelineStep.READY, successor)
    return Repair(
        node=fault.node,
        fault=fault.detail,
        broken=fault.at,
        cordoned=cordoned,
        draining=at[TimelineStep.EVICTED],
        empty=at[TimelineStep.EMPTY],
        removed=removed,
        successor=successor,
        ready=ready,
    )


def _first(moments: Sequence[TimelineEntry], step: TimelineStep, node: str) -> float | None:
    return next((moment.at for moment in moments if moment.step == step and moment.node == node), None)
