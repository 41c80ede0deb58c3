"""BillingGuard declares a budget, an alarm and an anomaly subscription that may all publish to one topic."""

from __future__ import annotations

import json

import pytest

from components.billing.billing_guard import BillingGuard
from components.billing.settings import BillingSettings, SlackSettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy

ACCOUNT = "111122223333"
SENDERS = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com"]
OWN_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def guard(settings: BillingSettings, *, preview: bool = False) -> Cloud:
    return deploy(lambda: BillingGuard("billing", settings, cluster_name="dev"), preview=preview)


@pytest.fixture
def mailed() -> Cloud:
    return guard(BillingSettings(email="team@example.com", monthly_limit_usd=250))


def test_it_has_exactly_these_children(mailed: Cloud) -> None:
    assert mailed.children("billing") == {
        ("aws:kms/key:Key", "billing-key"),
        ("aws:sns/topic:Topic", "billing-topic"),
        ("aws:sns/topicPolicy:TopicPolicy", "billing-topic-policy"),
        ("aws:sns/topicSubscription:TopicSubscription", "billing-email"),
        ("aws:budgets/budget:Budget", "billing-budget"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "billing-charges"),
        ("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "billing-monitor"),
        ("aws:costexplorer/anomalySubscription:AnomalySubscription", "billing-anomalies"),
    }


def test_the_budget_tells_of_what_is_spent_and_of_what_will_be(mailed: Cloud) -> None:
    budget = mailed.named("billing-budget").inputs

    assert (budget["name"], budget["limitAmount"], budget["limitUnit"]) == ("dev-monthly", "250.00", "USD")
    assert [(told["notificationType"], told["threshold"]) for told in budget["notifications"]] == [
        ("ACTUAL", 50),
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    assert {told["thresholdType"] for told in budget["notifications"]} == {"PERCENTAGE"}
    assert [told["subscriberSnsTopicArns"] for told in budget["notifications"]] == [
        ["arn:aws:mock:::billing-topic"]
    ] * 4


def test_the_alarm_stands_where_the_metric_is(mailed: Cloud) -> None:
    alarm = mailed.named("billing-charges").inputs

    assert alarm["region"] == "us-east-1"
    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/Billing", "EstimatedCharges")
    assert alarm["dimensions"] == {"Currency": "USD"}
    assert alarm["threshold"] == 250
    assert alarm["alarmActions"] == ["arn:aws:mock:::billing-topic"]


def test_everything_that_the_alarm_needs_is_in_its_region(mailed: Cloud) -> None:
    regions = {
        name: mailed.named(name).inputs["region"]
        for name in (
            "billing-key",
            "billing-topic",
            "billing-topic-policy",
            "billing-email",
            "billing-charges",
        )
    }

    assert set(regions.values()) == {"us-east-1"}


def test_the_topic_is_encrypted_with_a_key_that_the_alarms_can_use(mailed: Cloud) -> None:
    assert mailed.named("billing-topic").inputs["kmsMasterKeyId"] == "billing-key-id"
    key = mailed.named("billing-key").inputs
    assert key["enableKeyRotation"] is True
    account, alarms = json.loads(key["policy"])["Statement"]
    assert account["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert alarms["Principal"] == {"Service": SENDERS}
    assert alarms["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert alarms["Condition"] == OWN_ACCOUNT


def test_nobody_but_the_alarms_of_this_account_may_publish(mailed: Cloud) -> None:
    (statement,) = json.loads(mailed.named("billing-topic-policy").inputs["policy"])["Statement"]

    assert statement["Principal"] == {"Service": SENDERS}
    assert statement["Action"] == ["sns:Publish"]
    assert statement["Resource"] == "arn:aws:mock:::billing-topic"
    assert statement["Condition"] == OWN_ACCOUNT


@pytest.mark.parametrize("name", ["billing-budget", "billing-charges", "billing-anomalies"])
def test_who_publishes_waits_until_it_may(mailed: Cloud, name: str) -> None:
    assert "billing-topic-policy" in mailed.named(name).dependencies


def test_anomalies_are_told_at_once_from_the_set_amount_on(mailed: Cloud) -> None:
    subscription = mailed.named("billing-anomalies").inputs

    assert subscription["frequency"] == "IMMEDIATE"
    assert subscription["subscribers"] == [{"type": "SNS", "address": "arn:aws:mock:::billing-topic"}]
    assert subscription["monitorArnLists"] == ["arn:aws:mock:::billing-monitor"]
    assert subscription["thresholdExpression"] == {
        "dimension": {
            "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            "matchOptions": ["GREATER_THAN_OR_EQUAL"],
            "values": ["20.00"],
        }
    }


def test_an_account_that_has_its_monitor_keeps_that_one() -> None:
    arn = "arn:aws:ce::111122223333:anomalymonitor/0a1b"
    cloud = guard(BillingSettings(email="team@example.com", anomaly_monitor_arn=arn))

    assert cloud.of("aws:costexplorer/anomalyMonitor:AnomalyMonitor") == []
    assert cloud.named("billing-anomalies").inputs["monitorArnLists"] == [arn]


def test_a_mail_address_listens_to_the_topic(mailed: Cloud) -> None:
    subscription = mailed.named("billing-email").inputs

    assert (subscription["protocol"], subscription["endpoint"]) == ("email", "team@example.com")
    assert subscription["topic"] == "arn:aws:mock:::billing-topic"


def test_a_slack_channel_listens_with_a_role_that_may_do_nothing() -> None:
    slack = SlackSettings(workspace_id="T0123456789", channel_id="C0123456789")
    cloud = guard(BillingSettings(slack=slack))

    assert cloud.of("aws:sns/topicSubscription:TopicSubscription") == []
    channel = cloud.named("billing-slack").inputs
    assert (channel["slackTeamId"], channel["slackChannelId"]) == ("T0123456789", "C0123456789")
    assert channel["snsTopicArns"] == ["arn:aws:mock:::billing-topic"]
    assert channel["iamRoleArn"] == "arn:aws:mock:::billing-slack-role"
    assert channel["guardrailPolicyArns"] == ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"]
    role = cloud.named("billing-slack-role").inputs
    assert not {"inlinePolicies", "managedPolicyArns"} & set(role)
    (statement,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "chatbot.amazonaws.com"}
    assert {r.type for r in cloud.resources if r.type.startswith("aws:iam/")} == {"aws:iam/role:Role"}


def test_opted_out_there_is_nothing() -> None:
    cloud = guard(BillingSettings(opt_out="the landing zone watches all accounts"))

    assert cloud.children("billing") == set()


def test_without_a_recipient_it_refuses() -> None:
    with pytest.raises(
        ValueError, match=r"^billing names nobody to tell when the bill grows; set billing\.email"
    ):
        guard(BillingSettings())


def test_a_preview_keeps_unknown_what_aws_will_tell() -> None:
    cloud = guard(BillingSettings(email="team@example.com"), preview=True)

    assert cloud.named("billing-charges").inputs["alarmActions"] == [UNKNOWN]
    assert len(cloud.children("billing")) == 8
