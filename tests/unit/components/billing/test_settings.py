"""Nobody brings up a cluster on AWS without saying who watches the bill."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from components.billing.settings import BillingSettings, recipient_problem

NOBODY = (
    "names nobody to tell when the bill grows; set billing.email or billing.slack, for example "
    "`pulumi config set --path billing.email you@example.com`, or say why not in billing.optOut"
)


def test_without_a_recipient_the_message_says_what_to_set() -> None:
    assert recipient_problem(BillingSettings()) == NOBODY


@pytest.mark.parametrize(
    "written",
    [
        {"email": "team@example.com"},
        {"slack": {"workspaceId": "T0123456789", "channelId": "C0123456789"}},
        {"optOut": "the landing zone watches all accounts"},
    ],
)
def test_a_recipient_or_a_reason_is_enough(written: dict[str, object]) -> None:
    assert recipient_problem(BillingSettings.model_validate(written)) == ""


def test_a_recipient_and_a_reason_against_one_contradict_each_other() -> None:
    settings = BillingSettings(email="team@example.com", opt_out="the landing zone watches")

    assert recipient_problem(settings) == (
        "names somebody to tell, and optOut says that nobody is told; remove one of the two"
    )


def test_alarms_are_on_unless_a_reason_is_given() -> None:
    assert BillingSettings().on is True
    assert BillingSettings(opt_out="the landing zone watches").on is False


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ({"email": "nobody"}, "email"),
        ({"optOut": "no"}, "optOut"),
        ({"monthlyLimitUsd": 0}, "monthlyLimitUsd"),
        ({"actualPercent": [0]}, "actualPercent"),
        ({"slack": {"workspaceId": "team", "channelId": "C0123456789"}}, "slack"),
        ({"anomalyMonitorArn": "arn:aws:ce::1:anomalymonitor/x"}, "anomalyMonitorArn"),
    ],
)
def test_what_aws_would_refuse_later_is_refused_now(written: dict[str, object], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        BillingSettings.model_validate(written)

    assert [error["loc"][0] for error in caught.value.errors()] == [key]
