"""A webhook: a service of the platform's own is asked to repair the drained node."""

from __future__ import annotations

from typing import Any

from pitstop.limits import Limits
from pitstop.model import Node, Reason
from pitstop.remedies.remedy import Outcome, Remedy, tried_within
from pitstop.remedies.target import AnswerStatus, Target, WebhookError
from pitstop.settings import PlannerSettings
from pitstop.timestamps import timestamp

_ACCEPTED, _DONE = "WebhookAccepted", "WebhookDone"
_PHASES = {AnswerStatus.ACCEPTED: _ACCEPTED, AnswerStatus.DONE: _DONE, AnswerStatus.REFUSED: None}


class AskWebhook(Remedy):
    """Nothing is known of what it does; so it is asked once, and the rest of the escalation follows."""

    name = "webhook"
    step = "AskWebhook"
    phases = (_ACCEPTED, _DONE)
    told_as = "WebhookAnswered"
    no_help = "the webhook was no help"
    annotation = "pitstop/webhook-asked"

    def wanted(self, node: Node, settings: PlannerSettings, now: float) -> bool:
        """Where a URL is set."""
        webhook = settings.webhook
        return bool(webhook.url) and not tried_within(self, node, webhook.not_again_for, now)

    def refused(self, node: Node, limits: Limits) -> Reason | None:
        """A closed window, an open breaker."""
        return limits.disruption_refused(node)

    def timeout(self, phase: str, settings: PlannerSettings) -> float:
        """``webhook.timeout``, or ``webhook.doneTimeout`` once it says that its work is done."""
        return settings.webhook.done_timeout if phase == _DONE else settings.webhook.timeout

    def needs_cluster(self, settings: PlannerSettings) -> str | None:  # noqa: ARG002
        """Nothing of AWS."""
        return None

    async def do(self, target: Target, settings: PlannerSettings) -> Outcome:  # noqa: ARG002
        """Ask first, then note: the same request has the same id, so that asking twice is safe."""
        try:
            status, reason = await target.ask_webhook(document(target.node))
        except WebhookError as error:
            return Outcome(None, str(error))
        return Outcome(_PHASES[status], f"the webhook answered {status}" + (f": {reason}" if reason else ""))


def document(node: Node) -> dict[str, Any]:
    """The request about ``node``: docs/remediation.md describes it."""
    record = node.record
    if record is None:
        raise ValueError(f"{node.name} is not under remediation")
    cordoned = timestamp(record.cordoned)
    return {
        "version": 1,
        "id": f"{node.name}/{cordoned}",
        "node": {
            "name": node.name,
            "group": node.group,
            "zone": node.zone,
            "providerID": node.provider_id,
            "karpenter": node.karpenter,
        },
        "fault": record.fault,
        "faultSince": timestamp(record.fault_since),
        "cordoned": cordoned,
    }
