"""The SNS topic of the alarms, and its subscriptions: mail and Slack."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.billing.documents import BILLING_REGION, chat_trust_policy, key_policy, topic_policy
from components.billing.settings import SlackSettings

_CHAT_REGION = "us-east-2"
"""One of the regions that the chat service keeps its configurations in; topics may be in any."""


class Topic:
    """An encrypted topic in the region of the bill; what publishes waits for ``policy``."""

    def __init__(self, parent: pulumi.Resource, name: str, account_id: pulumi.Output[str]) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        self._parent = parent
        self._name = name
        self._account_id = account_id
        key = aws.kms.Key(
            f"{name}-key",
            description="Billing alarms on their way through SNS",
            enable_key_rotation=True,
            deletion_window_in_days=7,
            policy=account_id.apply(key_policy),
            region=BILLING_REGION,
            opts=opts,
        )
        topic = aws.sns.Topic(f"{name}-topic", kms_master_key_id=key.id, region=BILLING_REGION, opts=opts)
        self.arn = topic.arn
        self.policy = aws.sns.TopicPolicy(
            f"{name}-topic-policy",
            arn=topic.arn,
            policy=pulumi.Output.all(topic.arn, account_id).apply(lambda known: topic_policy(*known)),
            region=BILLING_REGION,
            opts=opts,
        )

    def mail(self, address: str) -> None:
        """Tell an address, which has to confirm first."""
        aws.sns.TopicSubscription(
            f"{self._name}-email",
            topic=self.arn,
            protocol="email",
            endpoint=address,
            region=BILLING_REGION,
            opts=pulumi.ResourceOptions(parent=self._parent),
        )

    def chat(self, slack: SlackSettings, label: str) -> None:
        """Tell a Slack channel. A webhook can't listen to SNS: it confirms no subscription."""
        opts = pulumi.ResourceOptions(parent=self._parent)
        role = aws.iam.Role(
            f"{self._name}-slack-role",
            description="Lets billing alarms into Slack; it may do nothing",
            assume_role_policy=self._account_id.apply(chat_trust_policy),
            opts=opts,
        )
        aws.chatbot.SlackChannelConfiguration(
            f"{self._name}-slack",
            configuration_name=label,
            iam_role_arn=role.arn,
            slack_team_id=slack.workspace_id,
            slack_channel_id=slack.channel_id,
            sns_topic_arns=[self.arn],
            # Unset, it would be AdministratorAccess for whoever types into the channel.
            guardrail_policy_arns=["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
            region=_CHAT_REGION,
            opts=opts,
        )
