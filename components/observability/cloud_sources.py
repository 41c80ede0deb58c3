"""Logs and traces in Grafana: what CloudWatch and X-Ray hold, read with an identity of Grafana's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components.handles import AwsHandle, TelemetryHandle

_X_RAY = "grafana-x-ray-datasource"
_X_RAY_VERSION = "2.17.1"
_TRACES_UID = "x-ray"
_OF_THE_LOG_GROUP = (
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogGroupFields",
    "logs:StartQuery",
)
# IAM knows no resource to name for any of these.
_OF_ANYTHING = (
    "logs:DescribeLogGroups",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StopQuery",
    "xray:BatchGetTraces",
    "xray:GetGroups",
    "xray:GetServiceGraph",
    "xray:GetTimeSeriesServiceStatistics",
    "xray:GetTraceGraph",
    "xray:GetTraceSummaries",
)


@dataclass(frozen=True)
class CloudSources:
    """What Grafana has in addition where logs and traces are in AWS."""

    data_sources: Sequence[Mapping[str, Any]]
    plugin: str
    """The plugin that X-Ray needs. Grafana fetches it from grafana.com while it runs already: where that
    can't be reached, traces are missing, and everything else is there."""
    policy: pulumi.Output[str]
    """Leave to read the pods' logs and no others, and traces, as an IAM document."""


def cloud_sources(cloud: AwsHandle, telemetry: TelemetryHandle) -> CloudSources:
    """CloudWatch Logs and X-Ray; a log line's trace is one click away."""
    reached = {"authType": "default", "defaultRegion": cloud.region}
    every_stream = pulumi.Output.concat(telemetry.log_group_arn, ":*")
    logs = {
        "name": "CloudWatch",
        "uid": "cloudwatch",
        "type": "cloudwatch",
        "jsonData": {
            **reached,
            "logGroups": [{"name": telemetry.log_group, "arn": every_stream}],
            "tracingDatasourceUid": _TRACES_UID,
        },
    }
    traces = {"name": "X-Ray", "uid": _TRACES_UID, "type": _X_RAY, "jsonData": reached}
    statements = [
        {
            "Effect": "Allow",
            "Action": list(_OF_THE_LOG_GROUP),
            "Resource": [telemetry.log_group_arn, every_stream],
        },
        {"Effect": "Allow", "Action": list(_OF_ANYTHING), "Resource": "*"},
    ]
    return CloudSources(
        data_sources=[logs, traces],
        plugin=f"{_X_RAY}@{_X_RAY_VERSION}",
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements}),
    )
