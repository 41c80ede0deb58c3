"""Reboot: the drained machine is started anew through EC2, once a day at most."""

from __future__ import annotations

from pitstop.limits import Limits
from pitstop.model import Node, Reason
from pitstop.remedies.remedy import Outcome, Remedy, tried_within
from pitstop.remedies.target import Target
from pitstop.settings import PlannerSettings


class Reboot(Remedy):
    """Not for what Karpenter started: a machine that it can have anew in a minute is not worth the wait."""

    name = "reboot"
    step = "Reboot"
    phases = ("Rebooting",)
    told_as = "Rebooting"
    no_help = "the reboot was no help"
    annotation = "pitstop/rebooted"

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:
        """Where it is enabled."""
        reboot = settings.reboot
        recently = tried_within(self, node, reboot.not_again_for, now)
        return reboot.enabled and not recently and not node.karpenter

    def refused(self, node: Node, limits: Limits) -> Reason | None:
        """A closed window, an open breaker."""
        return limits.disruption_refused(node)

    def timeout(self, phase: str, settings: PlannerSettings) -> float:  # noqa: ARG002
        """``reboot.timeout``."""
        return settings.reboot.timeout

    def needs_cluster(self, settings: PlannerSettings) -> str | None:
        """Only instances with its tag are rebooted."""
        return "reboot.enabled" if settings.reboot.enabled else None

    async def do(self, target: Target, settings: PlannerSettings) -> Outcome:  # noqa: ARG002
        """Note it, then reboot: one that never came leads to a replacement, and a second one would harm."""
        (phase,) = self.phases
        await target.note(phase)
        await target.reboot_instance()
        return Outcome(phase)
