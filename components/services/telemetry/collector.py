"""What the collector on each node reads, receives and sends, in OpenTelemetry's own words.

Keys are those of the collector 0.158.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

LOG_STREAM = "pods"
"""The one stream of the log group: a collector need not be able to make streams."""
GRPC_PORT, HTTP_PORT, METRICS_PORT = 4317, 4318, 8888
HEALTH_PORT = 13133
POD_LOGS = "/var/log/pods"
"""Where every kubelet keeps the containers' logs: ``<namespace>_<pod>_<uid>/<container>/<restarts>.log``."""
CHECKPOINTS = "/var/lib/otelcol"
"""Where a collector keeps on the node how far it has read: a new one goes on from there."""

_ADDRESS = "${env:MY_POD_IP}"
"""The chart's variable; the collector answers there alone."""
_NODE = {"key": "k8s.node.name", "value": "${env:NODE_NAME}", "action": "upsert"}
_LONGEST_LINE = 100_000
"""In bytes; a longer one becomes several."""
# CloudWatch takes requests of 1 MB at most.
_LARGEST_BATCH, _SMALLEST_BATCH = 900_000, 200_000
_QUEUE = 32_000_000
"""In bytes: what waits while CloudWatch doesn't answer. When it is full, files are read no further."""


@dataclass(frozen=True)
class Destination:
    """Where in AWS everything goes."""

    region: str
    cluster: pulumi.Input[str]
    log_group: pulumi.Input[str]

    @property
    def logs_endpoint(self) -> str:
        """CloudWatch's endpoint for OpenTelemetry's logs."""
        suffix = "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"
        return f"https://logs.{self.region}.{suffix}/v1/logs"


def configuration(
    destination: Destination, ignored_namespaces: Sequence[str], trace_percent: float
) -> dict[str, Any]:
    """The collector's whole configuration. Logs of ``ignored_namespaces`` are not read."""
    return {
        "extensions": {
            "health_check": {"endpoint": f"{_ADDRESS}:{HEALTH_PORT}"},
            "file_storage": {"directory": CHECKPOINTS},
            "sigv4auth": {"region": destination.region, "service": "logs"},
        },
        "receivers": {
            "file_log": _files(ignored_namespaces),
            "otlp": {
                "protocols": {
                    "grpc": {"endpoint": f"{_ADDRESS}:{GRPC_PORT}"},
                    "http": {"endpoint": f"{_ADDRESS}:{HTTP_PORT}"},
                }
            },
        },
        "processors": {
            "memory_limiter": {
                "check_interval": "1s",
                "limit_percentage": 80,
                "spike_limit_percentage": 20,
            },
            # CloudWatch is paid by the byte and repeats these with each line: what finds a pod is enough.
            "resource/logs": {
                "attributes": [
                    _NODE,
                    {"key": "k8s.pod.uid", "action": "delete"},
                    {"key": "k8s.container.restart_count", "action": "delete"},
                ]
            },
            "resource/traces": {
                "attributes": [
                    _NODE,
                    {"key": "k8s.cluster.name", "value": destination.cluster, "action": "upsert"},
                ]
            },
            # By the trace's id, so that every node decides the same.
            "probabilistic_sampler": {"sampling_percentage": trace_percent},
        },
        "exporters": {
            "otlp_http": _cloudwatch(destination),
            "awsxray": {"region": destination.region},
        },
        "service": {
            "extensions": ["health_check", "file_storage", "sigv4auth"],
            "telemetry": {"metrics": {"readers": [_own_metrics()]}},
            "pipelines": {
                "logs": {
                    "receivers": ["file_log"],
                    "processors": ["memory_limiter", "resource/logs"],
                    "exporters": ["otlp_http"],
                },
                "traces": {
                    "receivers": ["otlp"],
                    "processors": ["memory_limiter", "probabilistic_sampler", "resource/traces"],
                    "exporters": ["awsxray"],
                },
            },
        },
    }


def _files(ignored_namespaces: Sequence[str]) -> Mapping[str, Any]:
    return {
        "include": [f"{POD_LOGS}/*/*/*.log"],
        "exclude": [f"{POD_LOGS}/{namespace}_*/*/*.log" for namespace in ignored_namespaces],
        # Of what is there when it comes to a node; what comes later is read from its beginning.
        "start_at": "end",
        "include_file_path": True,
        "include_file_name": False,
        "storage": "file_storage",
        "retry_on_failure": {"enabled": True},
        "operators": [
            # Puts lines together that the runtime has cut, and learns the pod from the file's path.
            {"type": "container", "max_log_size": _LONGEST_LINE},
            {"type": "remove", "field": 'attributes["log.file.path"]'},
            {"type": "remove", "field": "attributes.logtag"},
        ],
    }


def _cloudwatch(destination: Destination) -> Mapping[str, Any]:
    return {
        "logs_endpoint": destination.logs_endpoint,
        "compression": "gzip",
        "headers": {"x-aws-log-group": destination.log_group, "x-aws-log-stream": LOG_STREAM},
        "auth": {"authenticator": "sigv4auth"},
        "sending_queue": {
            "sizer": "bytes",
            "queue_size": _QUEUE,
            # On the node, beside how far files were read: a restart loses nothing of what waits.
            "storage": "file_storage",
            "batch": {
                "flush_timeout": "5s",
                "min_size": _SMALLEST_BATCH,
                "max_size": _LARGEST_BATCH,
            },
        },
    }


def _own_metrics() -> Mapping[str, Any]:
    return {"pull": {"exporter": {"prometheus": {"host": _ADDRESS, "port": METRICS_PORT}}}}
