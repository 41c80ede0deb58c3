"""EventBridge rules and targets."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import Within, by_call
from sandbox.wire.values import Properties


@register
class EventRule(Resource):
    """A rule on an event bus: a pattern or a schedule."""

    kind = "aws:cloudwatch/eventRule:EventRule"
    listed = by_call("events", "list_rules", "Rules", "Name")
    replace_on = frozenset({"name", "namePrefix", "eventBusName"})
    name_property = "name"
    name_limit = 64
    defaults: ClassVar[Mapping[str, Any]] = {"eventBusName": "default", "forceDestroy": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs)
        return str(inputs["name"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        bus = inputs.get("eventBusName", "default")
        rule = aws.client("events").describe_rule(Name=physical, EventBusName=bus)
        return {"arn": rule["Arn"], "name": physical}

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Puts the whole rule anew, and changes tags."""
        self._put(aws, new)
        events = aws.client("events")
        arn = events.describe_rule(Name=physical, EventBusName=new["eventBusName"])["Arn"]
        gone, changed = tag_changes(old, new)
        if gone:
            events.untag_resource(ResourceARN=arn, TagKeys=gone)
        if changed:
            events.tag_resource(ResourceARN=arn, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("events").delete_rule(Name=physical, EventBusName=outputs.get("eventBusName", "default"))

    @staticmethod
    def _put(aws: Aws, inputs: Properties) -> None:
        optional = {
            "Description": inputs.get("description"),
            "EventPattern": inputs.get("eventPattern"),
            "ScheduleExpression": inputs.get("scheduleExpression"),
            "RoleArn": inputs.get("roleArn"),
            "Tags": tag_list(inputs.get("tags")),
        }
        aws.client("events").put_rule(
            Name=inputs["name"],
            EventBusName=inputs["eventBusName"],
            State=inputs.get("state", "ENABLED"),
            **{key: value for key, value in optional.items() if value},
        )


@register
class EventTarget(Resource):
    """Where a rule's events go."""

    kind = "aws:cloudwatch/eventTarget:EventTarget"
    listed = Within("aws:cloudwatch/eventRule:EventRule")
    replace_on = frozenset({"rule", "targetId", "eventBusName"})
    name_property = "targetId"
    name_limit = 64
    defaults: ClassVar[Mapping[str, Any]] = {"eventBusName": "default", "forceDestroy": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs)
        return f"{inputs['rule']}-{inputs['targetId']}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        if not inputs:
            return None
        found = aws.client("events").list_targets_by_rule(
            Rule=inputs["rule"], EventBusName=inputs["eventBusName"]
        )
        target = next((target for target in found["Targets"] if target["Id"] == inputs["targetId"]), None)
        return {"arn": target["Arn"], "targetId": target["Id"]} if target else None

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Puts the whole target anew."""
        self._put(aws, new)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("events").remove_targets(
            Rule=outputs["rule"],
            EventBusName=outputs.get("eventBusName", "default"),
            Ids=[outputs["targetId"]],
        )

    @staticmethod
    def _put(aws: Aws, inputs: Properties) -> None:
        optional = {
            "RoleArn": inputs.get("roleArn"),
            "Input": inputs.get("input"),
            "InputPath": inputs.get("inputPath"),
        }
        target = {key: value for key, value in optional.items() if value}
        aws.client("events").put_targets(
            Rule=inputs["rule"],
            EventBusName=inputs["eventBusName"],
            Targets=[{"Id": inputs["targetId"], "Arn": inputs["arn"], **target}],
        )
