"""SNS topics, their policies and subscriptions."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.iam_roles import document, same_policy
from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import Within, by_call
from sandbox.wire.values import Properties

_UNCONFIRMED = ("email", "email-json", "http", "https")


@register
class Topic(Resource):
    """A topic."""

    kind = "aws:sns/topic:Topic"
    listed = by_call("sns", "list_topics", "Topics", "TopicArn")
    replace_on = frozenset({"name", "namePrefix", "fifoTopic"})
    name_property = "name"
    defaults: ClassVar[Mapping[str, Any]] = {"fifoTopic": False, "contentBasedDeduplication": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        attributes = {
            "KmsMasterKeyId": inputs.get("kmsMasterKeyId"),
            "DisplayName": inputs.get("displayName"),
            "Policy": inputs.get("policy"),
            "FifoTopic": "true" if inputs["fifoTopic"] else None,
        }
        created = aws.client("sns").create_topic(
            Name=inputs["name"],
            Attributes={key: value for key, value in attributes.items() if value},
            Tags=tag_list(inputs.get("tags")),
        )
        return str(created["TopicArn"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        sns = aws.client("sns")
        attributes = sns.get_topic_attributes(TopicArn=physical)["Attributes"]
        tags = {tag["Key"]: tag["Value"] for tag in sns.list_tags_for_resource(ResourceArn=physical)["Tags"]}
        return {
            "arn": physical,
            "name": physical.rsplit(":", 1)[-1],
            "owner": attributes["Owner"],
            "beginningArchiveTime": "",
            "policy": same_policy(inputs.get("policy"), attributes["Policy"]),
            "signatureVersion": inputs.get("signatureVersion", 0),
            "tracingConfig": inputs.get("tracingConfig", ""),
            "fifoThroughputScope": inputs.get("fifoThroughputScope", ""),
            "maximumMessageSize": inputs.get("maximumMessageSize", 262144),
            "tagsAll": tags,
            **({"tags": tags} if tags else {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes attributes and tags."""
        sns = aws.client("sns")
        for key, name in (
            ("kmsMasterKeyId", "KmsMasterKeyId"),
            ("displayName", "DisplayName"),
            ("policy", "Policy"),
        ):
            if old.get(key) != new.get(key):
                sns.set_topic_attributes(
                    TopicArn=physical, AttributeName=name, AttributeValue=new.get(key, "")
                )
        gone, changed = tag_changes(old, new)
        if gone:
            sns.untag_resource(ResourceArn=physical, TagKeys=gone)
        if changed:
            sns.tag_resource(ResourceArn=physical, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("sns").delete_topic(TopicArn=physical)


@register
class TopicPolicy(Resource):
    """The resource policy of a topic."""

    kind = "aws:sns/topicPolicy:TopicPolicy"
    listed = Within("aws:sns/topic:Topic")
    replace_on = frozenset({"arn"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs)
        return str(inputs["arn"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        attributes = aws.client("sns").get_topic_attributes(TopicArn=physical)["Attributes"]
        policy = same_policy(inputs.get("policy"), attributes["Policy"])
        return {"arn": physical, "owner": attributes["Owner"], "policy": policy}

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Puts the new document."""
        self._put(aws, new)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        """A topic always has a policy: it goes back to one for the account alone."""
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": aws.account},
            "Action": "SNS:*",
            "Resource": physical,
        }
        self._put(aws, {"arn": physical, "policy": {"Version": "2012-10-17", "Statement": [statement]}})

    @staticmethod
    def _put(aws: Aws, inputs: Properties) -> None:
        aws.client("sns").set_topic_attributes(
            TopicArn=inputs["arn"], AttributeName="Policy", AttributeValue=document(inputs["policy"])
        )


@register
class TopicSubscription(Resource):
    """A subscription to a topic."""

    kind = "aws:sns/topicSubscription:TopicSubscription"
    listed = Within("aws:sns/topic:Topic")
    replace_on = frozenset({"topic", "protocol", "endpoint"})
    defaults: ClassVar[Mapping[str, Any]] = {
        "confirmationTimeoutInMinutes": 1,
        "endpointAutoConfirms": False,
        "rawMessageDelivery": False,
    }

    def create(self, aws: Aws, inputs: Properties) -> str:
        attributes = {
            "RawMessageDelivery": "true" if inputs["rawMessageDelivery"] else None,
            "FilterPolicy": inputs.get("filterPolicy"),
        }
        created = aws.client("sns").subscribe(
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes={key: value for key, value in attributes.items() if value},
            ReturnSubscriptionArn=True,
        )
        return str(created["SubscriptionArn"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        attributes = aws.client("sns").get_subscription_attributes(SubscriptionArn=physical)["Attributes"]
        return {
            "arn": physical,
            "ownerId": attributes["Owner"],
            "topic": attributes["TopicArn"],
            "protocol": attributes["Protocol"],
            "endpoint": attributes["Endpoint"],
            "confirmationWasAuthenticated": inputs.get("protocol") not in _UNCONFIRMED,
            "pendingConfirmation": inputs.get("protocol") in _UNCONFIRMED,
            "filterPolicyScope": inputs.get("filterPolicyScope", ""),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes the filter and the form of messages."""
        sns = aws.client("sns")
        attributes = {
            "RawMessageDelivery": str(new["rawMessageDelivery"]).lower(),
            "FilterPolicy": new.get("filterPolicy", "{}"),
        }
        for name, value in attributes.items():
            sns.set_subscription_attributes(
                SubscriptionArn=physical, AttributeName=name, AttributeValue=value
            )

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("sns").unsubscribe(SubscriptionArn=physical)
