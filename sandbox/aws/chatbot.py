"""Slack channels that hear of a topic (Amazon Q Developer in chat applications); moto has none."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Recorded
from sandbox.cloud.records import Record
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_CHANNELS = "chatbot.slack-channels"


@register
class SlackChannelConfiguration(Resource):
    """A channel, the role that it acts with and the topics that it hears of. The id is the ARN."""

    kind = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
    listed = Recorded(_CHANNELS)
    replace_on = frozenset({"configurationName", "slackTeamId"})
    defaults: ClassVar[Mapping[str, Any]] = {"loggingLevel": "NONE", "userAuthorizationRequired": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        name = inputs["configurationName"]
        arn = f"arn:{aws.partition}:chatbot::{aws.account}:chat-configuration/slack-channel/{name}"
        if (arn,) in aws.records.table(_CHANNELS):
            raise RefusalError(f"CreateSlackChannelConfiguration: ConflictException: {name} exists already")
        aws.records.table(_CHANNELS)[(arn,)] = {"inputs": inputs}
        return arn

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        record: Record | None = aws.records.table(_CHANNELS).get((physical,))
        if record is None:
            return None
        return {
            **record["inputs"],
            "chatConfigurationArn": physical,
            "slackChannelName": "alerts",
            "slackTeamName": "sandbox",
            "tagsAll": record["inputs"].get("tags", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes channel, role, topics and guardrails."""
        aws.records.table(_CHANNELS)[(physical,)] = {"inputs": new}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.records.table(_CHANNELS).pop((physical,), None)
