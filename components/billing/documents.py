"""Policy documents for the topic and its key: AWS's alarm services may use them, for this account alone."""

from __future__ import annotations

import json

BILLING_REGION = "us-east-1"
"""Where AWS keeps the metrics of its bill, whatever region the cluster is in: no other has AWS/Billing
(CloudWatch user guide, "Create a billing alarm to monitor your estimated AWS charges"). The partitions of
China and of the US government have no such region; a stack there needs ``optOut``."""

_SENDERS = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com"]


def key_policy(account_id: str) -> str:
    """The key's policy in JSON. The account's IAM governs it: without that, the key could never be deleted.

    A key of our own, because those services can't use the key that AWS keeps for SNS.
    """
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "AccountGoverns",
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
                    "Action": "kms:*",
                    "Resource": "*",
                },
                _allow("AlarmsEncrypt", ["kms:Decrypt", "kms:GenerateDataKey*"], "*", account_id),
            ],
        }
    )


def topic_policy(topic_arn: str, account_id: str) -> str:
    """The topic's policy in JSON: the services that may publish."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [_allow("AlarmsPublish", ["sns:Publish"], topic_arn, account_id)],
        }
    )


def chat_trust_policy(account_id: str) -> str:
    """The trust policy of the chat channel's role, in JSON."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "chatbot.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
                }
            ],
        }
    )


def _allow(sid: str, actions: list[str], resource: str, account_id: str) -> dict[str, object]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": _SENDERS},
        "Action": actions,
        "Resource": resource,
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }
