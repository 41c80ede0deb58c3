"""Log groups, their streams, and metric alarms."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.aws.casing import pascal
from sandbox.aws.resource import Aws, Resource, register, tag_changes, tag_list
from sandbox.cloud.listing import Within, by_call
from sandbox.wire.values import Properties


@register
class LogGroup(Resource):
    """A log group."""

    kind = "aws:cloudwatch/logGroup:LogGroup"
    listed = by_call("logs", "describe_log_groups", "logGroups", "logGroupName")
    replace_on = frozenset({"name", "namePrefix", "logGroupClass"})
    name_property = "name"
    name_limit = 512
    defaults: ClassVar[Mapping[str, Any]] = {"retentionInDays": 0, "skipDestroy": False}

    def create(self, aws: Aws, inputs: Properties) -> str:
        logs, name = aws.client("logs"), inputs["name"]
        key = {"kmsKeyId": inputs["kmsKeyId"]} if inputs.get("kmsKeyId") else {}
        logs.create_log_group(logGroupName=name, tags=inputs.get("tags", {}), **key)
        self._set_retention(aws, name, inputs)
        return str(name)

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        logs = aws.client("logs")
        found = logs.describe_log_groups(logGroupNamePrefix=physical)["logGroups"]
        group = next((group for group in found if group["logGroupName"] == physical), None)
        if group is None:
            return None
        tags = logs.list_tags_log_group(logGroupName=physical)["tags"]
        return {
            "arn": group["arn"].removesuffix(":*"),
            "name": physical,
            "retentionInDays": group.get("retentionInDays", 0),
            "logGroupClass": inputs.get("logGroupClass", "STANDARD"),
            "deletionProtectionEnabled": inputs.get("deletionProtectionEnabled", False),
            "tagsAll": tags,
            **({"tags": tags} if tags else {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes retention, key and tags."""
        logs = aws.client("logs")
        self._set_retention(aws, physical, new)
        if old.get("kmsKeyId") != new.get("kmsKeyId"):
            if new.get("kmsKeyId"):
                logs.associate_kms_key(logGroupName=physical, kmsKeyId=new["kmsKeyId"])
            else:
                logs.disassociate_kms_key(logGroupName=physical)
        gone, changed = tag_changes(old, new)
        if gone:
            logs.untag_log_group(logGroupName=physical, tags=gone)
        if changed:
            logs.tag_log_group(logGroupName=physical, tags=changed)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        if not outputs.get("skipDestroy"):
            aws.client("logs").delete_log_group(logGroupName=physical)

    @staticmethod
    def _set_retention(aws: Aws, name: str, inputs: Properties) -> None:
        if inputs["retentionInDays"]:
            aws.client("logs").put_retention_policy(
                logGroupName=name, retentionInDays=inputs["retentionInDays"]
            )
        else:
            aws.client("logs").delete_retention_policy(logGroupName=name)


@register
class LogStream(Resource):
    """A stream of a log group; it goes with its group."""

    kind = "aws:cloudwatch/logStream:LogStream"
    listed = Within("aws:cloudwatch/logGroup:LogGroup")
    replace_on = frozenset({"name", "logGroupName"})
    name_property = "name"
    name_limit = 512

    def create(self, aws: Aws, inputs: Properties) -> str:
        aws.client("logs").create_log_stream(
            logGroupName=inputs["logGroupName"], logStreamName=inputs["name"]
        )
        return str(inputs["name"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("logs").describe_log_streams(
            logGroupName=inputs["logGroupName"], logStreamNamePrefix=physical
        )["logStreams"]
        stream = next((stream for stream in found if stream["logStreamName"] == physical), None)
        if stream is None:
            return None
        return {"arn": stream["arn"], "name": physical, "logGroupName": inputs["logGroupName"]}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("logs").delete_log_stream(logGroupName=outputs["logGroupName"], logStreamName=physical)


@register
class MetricAlarm(Resource):
    """An alarm on one metric or on metric math."""

    kind = "aws:cloudwatch/metricAlarm:MetricAlarm"
    listed = by_call("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName")
    replace_on = frozenset({"name"})
    name_property = "name"
    defaults: ClassVar[Mapping[str, Any]] = {"actionsEnabled": True, "treatMissingData": "missing"}

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._put(aws, inputs)
        return str(inputs["name"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        alarms = aws.client("cloudwatch").describe_alarms(AlarmNames=[physical])["MetricAlarms"]
        if not alarms:
            return None
        return {
            "arn": alarms[0]["AlarmArn"],
            "name": physical,
            "evaluateLowSampleCountPercentiles": inputs.get("evaluateLowSampleCountPercentiles", ""),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Puts the whole alarm anew, and changes tags."""
        self._put(aws, new)
        cloudwatch = aws.client("cloudwatch")
        arn = cloudwatch.describe_alarms(AlarmNames=[physical])["MetricAlarms"][0]["AlarmArn"]
        gone, changed = tag_changes(old, new)
        if gone:
            cloudwatch.untag_resource(ResourceARN=arn, TagKeys=gone)
        if changed:
            cloudwatch.tag_resource(ResourceARN=arn, Tags=tag_list(changed))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("cloudwatch").delete_alarms(AlarmNames=[physical])

    @staticmethod
    def _put(aws: Aws, inputs: Properties) -> None:
        optional = {
            "AlarmDescription": inputs.get("alarmDescription"),
            "AlarmActions": inputs.get("alarmActions"),
            "OKActions": inputs.get("okActions"),
            "InsufficientDataActions": inputs.get("insufficientDataActions"),
            "MetricName": inputs.get("metricName"),
            "Namespace": inputs.get("namespace"),
            "Statistic": inputs.get("statistic"),
            "ExtendedStatistic": inputs.get("extendedStatistic"),
            "Period": inputs.get("period"),
            "Unit": inputs.get("unit"),
            "Threshold": inputs.get("threshold"),
            "DatapointsToAlarm": inputs.get("datapointsToAlarm"),
            "Metrics": [_query(query) for query in inputs.get("metricQueries", [])],
            "Tags": tag_list(inputs.get("tags")),
            "Dimensions": [
                {"Name": key, "Value": value} for key, value in inputs.get("dimensions", {}).items()
            ],
        }
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName=inputs["name"],
            ComparisonOperator=inputs["comparisonOperator"],
            EvaluationPeriods=inputs["evaluationPeriods"],
            ActionsEnabled=inputs["actionsEnabled"],
            TreatMissingData=inputs["treatMissingData"],
            **{key: value for key, value in optional.items() if value not in (None, [])},
        )


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    """CloudWatch's form of a metric query: a metric inside a ``MetricStat``."""
    plain: dict[str, Any] = pascal({key: value for key, value in query.items() if key != "metric"})
    metric = query.get("metric")
    if metric:
        dimensions = [{"Name": key, "Value": value} for key, value in metric.get("dimensions", {}).items()]
        plain["MetricStat"] = {
            "Metric": {
                "MetricName": metric["metricName"],
                "Namespace": metric.get("namespace", ""),
                "Dimensions": dimensions,
            },
            "Period": metric["period"],
            "Stat": metric["stat"],
        }
    return plain
