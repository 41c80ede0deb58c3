"""Base of the replacements: what every way to replace a node has in common."""

from __future__ import annotations

from pitstop.limits import Limits
from pitstop.model import Node, Reason
from pitstop.remedies.remedy import Remedy
from pitstop.settings import PlannerSettings

REPLACE = "Replace"


class Replacement(Remedy):
    """Takes the drained machine away so that a fresh one comes; nothing refuses it, as it brings capacity."""

    step = REPLACE
    phases = ("Replacing",)
    told_as = "ReplacementRequested"
    no_help = "it was told to go, and it is still here"
    removes_node = True

    def refused(self, node: Node, limits: Limits) -> Reason | None:  # noqa: ARG002
        """Nothing."""
        return None

    def timeout(self, phase: str, settings: PlannerSettings) -> float:  # noqa: ARG002
        """``replace.timeout``."""
        return settings.replace.timeout

    def needs_cluster(self, settings: PlannerSettings) -> str | None:  # noqa: ARG002
        """Nothing of AWS."""
        return None
