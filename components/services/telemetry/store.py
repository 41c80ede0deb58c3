"""The log group in CloudWatch, and the IAM policy of the collector."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.handles import TelemetryHandle
from components.log_retention import LogRetentionDays
from components.services.telemetry.collector import LOG_STREAM


def declare_log_group(
    parent: pulumi.Resource | None, name: str, log_group: pulumi.Input[str], retention_days: LogRetentionDays
) -> pulumi.Resource:
    """The group that forgets after so many days, and its stream; what is returned exists once both do."""
    opts = pulumi.ResourceOptions(parent=parent)
    group = aws.cloudwatch.LogGroup(name, name=log_group, retention_in_days=retention_days, opts=opts)
    return aws.cloudwatch.LogStream(name, name=LOG_STREAM, log_group_name=group.name, opts=opts)


def policy(telemetry: TelemetryHandle) -> pulumi.Output[str]:
    """What a collector may do, as an IAM document: add to the one stream, and hand in traces.

    It can make no log group, so none without a retention comes to be. X-Ray knows no resources to name.
    """
    group = telemetry.log_group_arn
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
                    "Resource": [group, pulumi.Output.concat(group, ":*")],
                },
                {
                    "Effect": "Allow",
                    "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                    "Resource": "*",
                },
            ],
        }
    )
