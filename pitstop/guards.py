"""Guards: exempt nodes, and reports that are not trusted."""

from __future__ import annotations

from pitstop.conditions import UnhealthyMatch
from pitstop.durations import format_duration
from pitstop.model import Node, Reason, Why
from pitstop.settings import GuardSettings


def exempt(node: Node) -> Reason | None:
    """Why nothing at all may be done to ``node``, or None."""
    if node.control_plane:
        return Why.CONTROL_PLANE, "it runs the control plane"
    if node.opted_out:
        return Why.OPTED_OUT, "it is opted out by its annotation"
    return None


def start_refused(node: Node, settings: GuardSettings, now: float) -> Reason | None:
    """Why no remedy may begin on ``node``, or None."""
    refused = exempt(node)
    if refused is not None:
        return refused
    if node.leaving:
        return Why.LEAVING, "somebody is deleting it already"
    if node.unschedulable:
        return Why.NOT_OURS, "somebody else cordoned it"
    age = now - node.created
    if age < settings.minimum_age:
        return Why.YOUNG, f"it is {format_duration(age)} old, under {format_duration(settings.minimum_age)}"
    return None


def trusted_fault(node: Node, settings: GuardSettings, now: float) -> UnhealthyMatch | None:
    """The longest-standing fault of ``node`` whose wait is over and whose reporter still reports, or None."""
    found = None
    for match in node.unhealthy:
        if match.condition.alert_only or match.due > now or match.stale(now, settings.stale_after):
            continue
        if found is None or match.due < found.due:
            found = match
    return found


def healthy_for(node: Node, now: float) -> float:
    """Seconds for which ``node`` has been Ready with no fault; -1 where it is not.

    Counts from the last change of a watched condition, so a flapping node never gets old.
    """
    if node.ready != "True" or any(not match.condition.alert_only for match in node.unhealthy):
        return -1.0
    return max(0.0, now - node.quiet_since)
