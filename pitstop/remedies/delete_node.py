"""Replacement by deletion of the Node object: what owns the machine does the rest."""

from __future__ import annotations

from pitstop.model import Node
from pitstop.remedies.remedy import Outcome
from pitstop.remedies.replacement import Replacement
from pitstop.remedies.target import Target
from pitstop.remedy_settings import Strategy
from pitstop.settings import PlannerSettings


class DeleteNode(Replacement):
    """For any node, with a controller that terminates machines whose Node is gone."""

    name = "deleteNode"

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:  # noqa: ARG002
        """With the strategy ``deleteNode``."""
        return settings.replace.strategy is Strategy.DELETE_NODE

    async def do(self, target: Target, settings: PlannerSettings) -> Outcome:  # noqa: ARG002
        """Delete first, then note: a finalizer may hold the object until the machine is gone."""
        await target.delete_node()
        return Outcome(self.phases[0])
