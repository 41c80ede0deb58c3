"""Replacement by the machine's owner: Karpenter terminates what its NodeClaim started."""

from __future__ import annotations

from pitstop.model import Node
from pitstop.remedies.delete_node import DeleteNode
from pitstop.remedy_settings import Strategy
from pitstop.settings import PlannerSettings


class ReplaceByOwner(DeleteNode):
    """Karpenter's finalizer holds the deleted Node until the machine is gone; where pods need it, another
    machine follows."""

    name = "owner"

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:  # noqa: ARG002
        """For Karpenter's nodes, with the strategy ``owner``."""
        return settings.replace.strategy is Strategy.OWNER and node.karpenter
