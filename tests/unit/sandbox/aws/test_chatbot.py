"""A Slack channel is recorded once under its name, changes in place, and goes."""

from __future__ import annotations

import pytest

from sandbox.wire.provider import RefusalError
from tests.unit.sandbox.account import Account

KIND = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
CHANNEL = {
    "configurationName": "billing",
    "iamRoleArn": "arn:aws:iam::123456789012:role/billing-slack",
    "slackTeamId": "T0123456789",
    "slackChannelId": "C0123456789",
}


def test_a_channel_is_made_changed_and_removed(account: Account) -> None:
    made = account.create(KIND, **CHANNEL)
    assert made.physical == "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/billing"
    with pytest.raises(RefusalError, match="ConflictException: billing exists already"):
        account.create(KIND, **CHANNEL)
    moved = account.update(KIND, made, **{**CHANNEL, "slackChannelId": "C9876543210"})
    found = account.read(KIND, moved)
    assert found is not None
    assert found.outputs["slackChannelId"] == "C9876543210"
    account.delete(KIND, moved)
    assert account.read(KIND, moved) is None
    account.create(KIND, **CHANNEL)
