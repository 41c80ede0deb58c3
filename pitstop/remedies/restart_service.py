"""Restart of a service on the node through SSM, before the drain: it saves the pods a move where it helps."""

from __future__ import annotations

from collections.abc import Sequence

from pitstop.limits import Limits
from pitstop.model import Node, Reason
from pitstop.remedies.remedy import Outcome, Remedy, tried_within
from pitstop.remedies.target import CloudError, Target
from pitstop.remedy_settings import RestartSettings, Service
from pitstop.settings import PlannerSettings


class RestartService(Remedy):
    """Only where a service may explain every fault that the node has."""

    name = "restartService"
    step = "RestartService"
    phases = ("RestartingService",)
    told_as = "ServiceRestarted"
    no_help = "the restart was no help"
    before_drain = True
    annotation = "pitstop/service-restarted"

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:
        """Where it is enabled, for the conditions that ``restart.services`` names."""
        restart = settings.restart
        recently = tried_within(self, node, restart.not_again_for, now)
        return restart.enabled and not recently and bool(services_at_fault(node, restart))

    def refused(self, node: Node, limits: Limits) -> Reason | None:
        """A closed window, an open breaker."""
        return limits.disruption_refused(node)

    def timeout(self, phase: str, settings: PlannerSettings) -> float:  # noqa: ARG002
        """``restart.timeout``."""
        return settings.restart.timeout

    def needs_cluster(self, settings: PlannerSettings) -> str | None:
        """Only instances with its tag are sent commands."""
        return "restart.enabled" if settings.restart.enabled else None

    async def do(self, target: Target, settings: PlannerSettings) -> Outcome:
        """Note it, restart, and wait for the result; whatever goes wrong with it leads to the drain."""
        restart = settings.restart
        services = services_at_fault(target.node, restart)
        (phase,) = self.phases
        await target.note(phase)
        try:
            result = await target.run_on_instance(script(services), restart.command_timeout)
        except CloudError as error:
            return Outcome(None, str(error))
        if not result.succeeded:
            return Outcome(None, result.detail)
        return Outcome(phase, f"{' and '.join(services)} restarted")


def services_at_fault(node: Node, settings: RestartSettings) -> Sequence[Service]:
    """The services that explain every fault of ``node``, in the order of a restart; none if one is left."""
    types = {match.condition.type for match in node.unhealthy if not match.condition.alert_only}
    if not types <= settings.services.keys():
        return ()
    return sorted({settings.services[type_] for type_ in types})


def script(services: Sequence[Service]) -> Sequence[str]:
    """Lines of shell that restart ``services`` and fail where one does not stay up."""
    units = " ".join(services)
    # systemd calls a service active before it has had the time to crash.
    return ("set -eu", f"systemctl restart {units}", "sleep 5", f"systemctl is-active {units}")
