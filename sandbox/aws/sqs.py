"""SQS queues and their policies."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

from sandbox.aws.iam_roles import document, same_policy
from sandbox.aws.resource import Aws, Resource, register, tag_changes
from sandbox.cloud.listing import Listing, Within
from sandbox.wire.values import Properties

_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contentBasedDeduplication": "ContentBasedDeduplication",
        "delaySeconds": "DelaySeconds",
        "fifoQueue": "FifoQueue",
        "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
        "kmsMasterKeyId": "KmsMasterKeyId",
        "maxMessageSize": "MaximumMessageSize",
        "messageRetentionSeconds": "MessageRetentionPeriod",
        "policy": "Policy",
        "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
        "redrivePolicy": "RedrivePolicy",
        "sqsManagedSseEnabled": "SqsManagedSseEnabled",
        "visibilityTimeoutSeconds": "VisibilityTimeout",
    }
)


@register
class Queue(Resource):
    """A queue."""

    kind = "aws:sqs/queue:Queue"
    listed = Listing("sqs", "Queues", lambda api: api.list_queues().get("QueueUrls", []))
    replace_on = frozenset({"name", "namePrefix", "fifoQueue"})
    name_property = "name"
    name_limit = 80
    defaults: ClassVar[Mapping[str, Any]] = {
        "contentBasedDeduplication": False,
        "delaySeconds": 0,
        "fifoQueue": False,
        "messageRetentionSeconds": 345600,
        "receiveWaitTimeSeconds": 0,
        "visibilityTimeoutSeconds": 30,
    }

    def create(self, aws: Aws, inputs: Properties) -> str:
        created = aws.client("sqs").create_queue(
            QueueName=inputs["name"], Attributes=_attributes(inputs), tags=inputs.get("tags", {})
        )
        return str(created["QueueUrl"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        sqs = aws.client("sqs")
        attributes = sqs.get_queue_attributes(QueueUrl=physical, AttributeNames=["All"])["Attributes"]
        policy = attributes.get("Policy")
        return {
            "arn": attributes["QueueArn"],
            "url": physical,
            "name": physical.rsplit("/", 1)[-1],
            "policy": same_policy(inputs.get("policy"), policy) if policy and inputs.get("policy") else "",
            "redrivePolicy": inputs.get("redrivePolicy", ""),
            "redriveAllowPolicy": inputs.get("redriveAllowPolicy", ""),
            "kmsDataKeyReusePeriodSeconds": inputs.get("kmsDataKeyReusePeriodSeconds", 300),
            "sqsManagedSseEnabled": inputs.get("sqsManagedSseEnabled", "kmsMasterKeyId" not in inputs),
            "deduplicationScope": inputs.get("deduplicationScope", ""),
            "fifoThroughputLimit": inputs.get("fifoThroughputLimit", ""),
            "tagsAll": sqs.list_queue_tags(QueueUrl=physical).get("Tags", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes attributes and tags."""
        sqs = aws.client("sqs")
        before, after = _attributes(old), _attributes(new)
        changed = {key: value for key, value in after.items() if before.get(key) != value}
        if changed:
            sqs.set_queue_attributes(QueueUrl=physical, Attributes=changed)
        gone, tags = tag_changes(old, new)
        if gone:
            sqs.untag_queue(QueueUrl=physical, TagKeys=gone)
        if tags:
            sqs.tag_queue(QueueUrl=physical, Tags=tags)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("sqs").delete_queue(QueueUrl=physical)


@register
class QueuePolicy(Resource):
    """The resource policy of a queue."""

    kind = "aws:sqs/queuePolicy:QueuePolicy"
    listed = Within("aws:sqs/queue:Queue")
    replace_on = frozenset({"queueUrl"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs["queueUrl"], document(inputs["policy"]))
        return str(inputs["queueUrl"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("sqs").get_queue_attributes(QueueUrl=physical, AttributeNames=["Policy"])
        policy = found.get("Attributes", {}).get("Policy")
        return {"queueUrl": physical, "policy": same_policy(inputs.get("policy"), policy)} if policy else None

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Puts the new document."""
        self._put(aws, physical, document(new["policy"]))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        self._put(aws, physical, "")

    @staticmethod
    def _put(aws: Aws, url: str, policy: str) -> None:
        aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def _attributes(inputs: Properties) -> dict[str, str]:
    """SQS takes every attribute as text; a queue that is not FIFO must not even say so."""
    given = {
        name: inputs[key] for key, name in _ATTRIBUTES.items() if inputs.get(key) not in (None, False, "")
    }
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()
    }
