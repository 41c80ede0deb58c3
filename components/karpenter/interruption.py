"""Karpenter's interruption queue: spot interruptions, rebalancing, state changes and health events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pulumi
import pulumi_aws as aws

# The newest news is worth most: a message that nobody took for five minutes tells of a machine that is gone.
_RETENTION_SECONDS = 300

EVENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "spot-interruption": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
        "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
        "state-change": ("aws.ec2", "EC2 Instance State-change Notification"),
        "health": ("aws.health", "AWS Health Event"),
    }
)
"""Short name -> (source, detail type) of what EventBridge passes on.

Source: cloudformation.yaml of Karpenter's getting-started guide.
"""


def queue_policy(queue_arn: str, rule_arns: Sequence[str]) -> str:
    """The queue's policy, in JSON: EventBridge may send, for these rules; everything goes over TLS."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "TakeEvents",
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue_arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": list(rule_arns)}},
                },
                {
                    "Sid": "RefusePlainHttp",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sqs:*",
                    "Resource": queue_arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        }
    )


def declare_interruption_queue(parent: pulumi.Resource, name: str) -> aws.sqs.Queue:
    """``{name}-interruption``, encrypted, and the rules that fill it."""
    opts = pulumi.ResourceOptions(parent=parent)
    queue = aws.sqs.Queue(
        f"{name}-interruption",
        message_retention_seconds=_RETENTION_SECONDS,
        sqs_managed_sse_enabled=True,
        opts=opts,
    )
    rules = [
        aws.cloudwatch.EventRule(
            f"{name}-{event}",
            description=f"{detail} for {name}",
            event_pattern=json.dumps({"source": [source], "detail-type": [detail]}),
            opts=opts,
        )
        for event, (source, detail) in EVENTS.items()
    ]
    aws.sqs.QueuePolicy(
        f"{name}-interruption",
        queue_url=queue.url,
        policy=pulumi.Output.all(queue.arn, *(rule.arn for rule in rules)).apply(
            lambda arns: queue_policy(arns[0], arns[1:])
        ),
        opts=opts,
    )
    for event, rule in zip(EVENTS, rules, strict=True):
        aws.cloudwatch.EventTarget(f"{name}-{event}", rule=rule.name, arn=queue.arn, opts=opts)
    return queue
