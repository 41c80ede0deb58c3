from __future__ import annotations

from typing import Any

import pytest

from pitstop.model import Node, Phase
from pitstop.remedies.remedy import Outcome
from pitstop.remedies.target import Answer, AnswerStatus, WebhookError
from pitstop.remedies.webhook import AskWebhook, document
from pitstop.settings import PlannerSettings
from tests.unit.pitstop.fleets import (
    HOUR,
    MINUTE,
    NOON,
    decide,
    healthy,
    node,
    refusals,
    sick,
    steps,
    worked_on,
)
from tests.unit.pitstop.remedies.targets import RecordedTarget, do

URL = "https://repair.example.com/nodes"


def settings(**more: Any) -> PlannerSettings:
    return PlannerSettings.model_validate(
        {"webhook": {"url": URL}, "replace": {"strategy": "autoScaling"}, **more}
    )


def patient(phase: str = Phase.DRAINED, **changes: Any) -> Node:
    return worked_on(sick(provider_id="aws:///eu-west-1a/i-1", **changes), phase)


def decided(
    worn: Node, now: float = NOON + 2 * MINUTE, asked: PlannerSettings | None = None
) -> list[tuple[str, str]]:
    return steps(decide(worn, *healthy(9), settings=asked or settings(), now=now))


def test_a_drained_node_is_asked_about_before_it_is_replaced() -> None:
    assert decided(patient()) == [("AskWebhook", "n0")]
    assert decided(patient(tried=(("webhook", NOON),))) == [("Replace", "n0")]


def test_it_is_off_without_a_url() -> None:
    assert decided(patient(), asked=settings(webhook={})) == [("Replace", "n0")]


def test_a_reboot_goes_first() -> None:
    asked = settings(reboot={"enabled": True})
    assert decided(patient(), asked=asked) == [("Reboot", "n0")]
    assert decided(patient("Rebooting"), now=NOON + 10 * MINUTE, asked=asked) == [("AskWebhook", "n0")]


@pytest.mark.parametrize(("phase", "wait"), [("WebhookAccepted", 30 * MINUTE), ("WebhookDone", 5 * MINUTE)])
def test_a_node_that_stays_unhealthy_is_replaced(phase: str, wait: float) -> None:
    assert decided(patient(phase), now=NOON + wait - 1) == []
    assert decided(patient(phase), now=NOON + wait) == [("Replace", "n0")]


def test_a_node_that_is_repaired_is_taken_back() -> None:
    assert decided(worked_on(node(), "WebhookAccepted"), now=NOON + 10 * MINUTE) == [("Uncordon", "n0")]


def test_where_replacing_is_left_to_others_it_is_told_that_the_webhook_was_no_help() -> None:
    left = settings(replace={"strategy": "leave"})
    plan = decide(patient("WebhookDone"), *healthy(9), settings=left, now=NOON + HOUR)
    assert refusals(plan) == [("Replace", "n0", "NotReplaced")]
    assert plan.refusals[0].detail == "the webhook was no help, and replacing is left to others"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (
            Answer(AnswerStatus.ACCEPTED, "ticket 7"),
            Outcome("WebhookAccepted", "the webhook answered accepted: ticket 7"),
        ),
        (Answer(AnswerStatus.DONE, ""), Outcome("WebhookDone", "the webhook answered done")),
        (
            Answer(AnswerStatus.REFUSED, "no spare disk"),
            Outcome(None, "the webhook answered refused: no spare disk"),
        ),
        (WebhookError("the webhook gave no answer"), Outcome(None, "the webhook gave no answer")),
    ],
)
def test_its_answer_decides_what_follows(answer: object, outcome: Outcome) -> None:
    target = RecordedTarget(patient(), [answer])
    assert do(AskWebhook(), target) == outcome
    assert target.done == [("ask", "n0/2023-11-14T22:13:20.000000Z")]


def test_the_request_says_which_node_and_why_and_has_the_same_id_when_it_is_asked_again() -> None:
    asked = document(patient(karpenter=True))
    assert asked == {
        "version": 1,
        "id": "n0/2023-11-14T22:13:20.000000Z",
        "node": {
            "name": "n0",
            "group": "workers",
            "zone": "a",
            "providerID": "aws:///eu-west-1a/i-1",
            "karpenter": True,
        },
        "fault": "KernelDeadlock=True,1m",
        "faultSince": "2023-11-14T22:13:20.000000Z",
        "cordoned": "2023-11-14T22:13:20.000000Z",
    }
    assert document(patient("Rebooting", karpenter=True)) == asked


@pytest.mark.parametrize(
    ("webhook", "message"),
    [
        ({"url": "http://repair/nodes"}, "url is 'http://repair/nodes': use https, or set insecure to true"),
        ({"url": "repair/nodes"}, "url is 'repair/nodes': write it like https://repair.example.com/nodes"),
        (
            {"url": "https://user:word@repair/nodes"},
            (
                "url holds a user or a password, which would stand in a ConfigMap: put a secret into the "
                "environment variable PITSTOP_WEBHOOK_SECRET"
            ),
        ),
    ],
)
def test_a_url_that_is_not_safe_is_refused(webhook: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        settings(webhook=webhook)
    assert f"Value error, {message} [" in str(error.value)


def test_http_is_taken_where_it_is_wanted() -> None:
    assert settings(webhook={"url": "http://repair", "insecure": True}).webhook.url == "http://repair"
