"""The escalation: which remedies there are, and in which order they are tried."""

from __future__ import annotations

from pitstop.model import Node, Phase
from pitstop.remedies.auto_scaling import ReplaceByAutoScaling
from pitstop.remedies.delete_node import DeleteNode
from pitstop.remedies.owner import ReplaceByOwner
from pitstop.remedies.reboot import Reboot
from pitstop.remedies.remedy import Remedy
from pitstop.remedies.restart_service import RestartService
from pitstop.remedies.webhook import AskWebhook
from pitstop.settings import PlannerSettings

REMEDIES: tuple[Remedy, ...] = (
    RestartService(),
    Reboot(),
    AskWebhook(),
    ReplaceByAutoScaling(),
    ReplaceByOwner(),
    DeleteNode(),
)
"""The gentle ones first. Before a drain those that need none, after it the rest."""

_BY_NAME = {remedy.name: remedy for remedy in REMEDIES}
# Remedies that share a phase are alike in all that is asked about a phase.
_BY_PHASE = {phase: remedy for remedy in reversed(REMEDIES) for phase in remedy.phases}

REMEDY_PHASES = tuple(dict.fromkeys(phase for remedy in REMEDIES for phase in remedy.phases))
GOING = frozenset({Phase.DRAINED, *(phase for phase, remedy in _BY_PHASE.items() if not remedy.before_drain)})
"""Phases of a node that may be gone at any moment."""


def remedy_named(name: str) -> Remedy:
    """The remedy that an Action names."""
    return _BY_NAME[name]


def remedy_of(phase: str) -> Remedy | None:
    """The remedy that brings a node into ``phase``; None for the phases of cordon and drain."""
    return _BY_PHASE.get(phase)


def next_remedy(node: Node, settings: PlannerSettings, now: float, *, before_drain: bool) -> Remedy | None:
    """The next that is wanted for ``node`` on this side of the drain, after the one that it is in, if any."""
    current = remedy_of(node.record.phase) if node.record else None
    if current is not None and current.removes_node:
        return None
    following = REMEDIES[REMEDIES.index(current) + 1 :] if current else REMEDIES
    return next(
        (
            remedy
            for remedy in following
            if remedy.before_drain is before_drain and remedy.wanted(node, settings, now)
        ),
        None,
    )
