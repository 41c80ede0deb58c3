"""Replacement by Auto Scaling: the group terminates the instance and starts another at once."""

from __future__ import annotations

from pitstop.model import Node
from pitstop.remedies.remedy import Outcome
from pitstop.remedies.replacement import Replacement
from pitstop.remedies.target import Target
from pitstop.remedy_settings import Strategy
from pitstop.settings import PlannerSettings

_STRATEGIES = (Strategy.AUTO_SCALING, Strategy.OWNER)


class ReplaceByAutoScaling(Replacement):
    """Not for what Karpenter started: no Auto Scaling group knows its machine."""

    name = "autoScaling"

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:  # noqa: ARG002
        """With the strategies ``autoScaling`` and ``owner``."""
        return settings.replace.strategy in _STRATEGIES and not node.karpenter

    def needs_cluster(self, settings: PlannerSettings) -> str | None:
        """Only groups with its tag are touched."""
        strategy = settings.replace.strategy
        return f"replace.strategy {strategy}" if strategy in _STRATEGIES else None

    async def do(self, target: Target, settings: PlannerSettings) -> Outcome:  # noqa: ARG002
        """Ask first, then note: asking twice is safe, and what was never asked for never comes."""
        await target.terminate_instance()
        return Outcome(self.phases[0])
