"""prometheus-adapter: Prometheus as the metrics API, for ``kubectl top`` and horizontal pod autoscalers."""

from __future__ import annotations

from typing import Any

import pulumi

from components.charts import PROMETHEUS_ADAPTER
from components.cluster_service import ClusterService
from components.helm_values import resources, spread_over_nodes
from components.observability.endpoints import STACK

_NAME = "prometheus-adapter"

# Names in angle brackets are the adapter's own template language.
_RATE = "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"


def adapter(namespace: pulumi.Input[str]) -> ClusterService:
    """The adapter, which waits for Prometheus by itself once it runs."""
    return ClusterService(
        name=_NAME,
        chart=PROMETHEUS_ADAPTER,
        namespace=namespace,
        values={
            "prometheus": {
                "url": pulumi.Output.concat("http://", STACK, "-prometheus.", namespace, ".svc"),
                "port": 9090,
            },
            "replicas": 2,
            "podDisruptionBudget": {"enabled": True, "maxUnavailable": 1},
            "topologySpreadConstraints": spread_over_nodes({"app.kubernetes.io/name": _NAME}),
            # The chart's own rules offer every series that there is: they list all of Prometheus each minute,
            # and nobody has looked at what they make of it.
            "rules": {"default": False, "resource": _resource_rules(), "custom": [_requests_per_second()]},
            "resources": resources("50m", "128Mi", "256Mi"),
        },
        timeout=300,
    )


def _resource_rules() -> dict[str, Any]:
    """CPU and memory for metrics.k8s.io: of pods from cAdvisor, of nodes from node-exporter.

    The stack drops cAdvisor's series without a pod, those of whole nodes among them.
    """
    overrides = {name: {"resource": name} for name in ("node", "namespace", "pod")}
    common = {"resources": {"overrides": overrides}, "containerLabel": "container"}
    return {
        "cpu": {
            "containerQuery": (
                'sum(rate(container_cpu_usage_seconds_total{<<.LabelMatchers>>,container!="",pod!=""}[3m]))'
                " by (<<.GroupBy>>)"
            ),
            "nodeQuery": (
                'sum(rate(node_cpu_seconds_total{mode!~"idle|iowait|steal",<<.LabelMatchers>>}[3m])) by '
                "(<<.GroupBy>>)"
            ),
            **common,
        },
        "memory": {
            "containerQuery": (
                'sum(container_memory_working_set_bytes{<<.LabelMatchers>>,container!="",pod!=""}) by '
                "(<<.GroupBy>>)"
            ),
            "nodeQuery": (
                "sum(node_memory_MemTotal_bytes{<<.LabelMatchers>>}"
                " - node_memory_MemAvailable_bytes{<<.LabelMatchers>>}) by (<<.GroupBy>>)"
            ),
            **common,
        },
        "window": "3m",
    }


def _requests_per_second() -> dict[str, Any]:
    """``http_requests_per_second`` of any pod that counts ``http_requests_total``."""
    return {
        "seriesQuery": 'http_requests_total{namespace!="",pod!=""}',
        "resources": {"overrides": {"namespace": {"resource": "namespace"}, "pod": {"resource": "pod"}}},
        "name": {"matches": "^http_requests_total$", "as": "http_requests_per_second"},
        "metricsQuery": _RATE,
    }
