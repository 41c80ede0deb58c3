"""The series that rules and dashboards may ask for, with their labels, as their exporters document both.

What is named here is what the stack has: kube-prometheus-stack brings kube-state-metrics, node-exporter and
the kubelet's monitor; the rest comes with a component of this program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import promql_parser
from promql_parser import Expr, VectorSelector

from pitstop.shell.metrics import Metrics

_TARGET = "namespace pod service job instance endpoint container"
"""What Prometheus' operator writes on each series of a ServiceMonitor's target."""


@dataclass(frozen=True)
class Exporter:
    """Who exports, and where that is written down."""

    source: str
    series: Mapping[str, str]
    """Series -> the labels that they have of their own, by spaces."""
    every: str = ""
    """Labels of all its series, beside those of the target."""

    def labels(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each series with all of its labels."""
        for name, own in self.series.items():
            yield name, frozenset(f"{_TARGET} {self.every} {own}".split())


CADVISOR = Exporter(
    # The kubelet adds namespace, pod and container; the operator knows which node a kubelet's address is.
    source="https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md",
    every="node metrics_path id image name",
    series={
        "container_cpu_usage_seconds_total": "cpu",
        "container_memory_working_set_bytes": "",
    },
)
NODE_EXPORTER = Exporter(
    # Of nodes it knows nothing: a relabeling of components/observability/stack.py writes the label.
    source="https://github.com/prometheus/node_exporter/blob/master/README.md",
    every="node",
    series={
        "node_cpu_seconds_total": "cpu mode",
        "node_memory_MemAvailable_bytes": "",
        "node_memory_MemTotal_bytes": "",
    },
)
KUBE_STATE_METRICS = Exporter(
    source="https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics",
    series={
        "kube_daemonset_status_number_unavailable": "daemonset",
        "kube_deployment_status_replicas_available": "deployment",
        "kube_horizontalpodautoscaler_spec_max_replicas": "horizontalpodautoscaler",
        "kube_horizontalpodautoscaler_status_current_replicas": "horizontalpodautoscaler",
        "kube_node_info": "node",
        # The labels of nodes that stack.py lets through.
        "kube_node_labels": "node label_eks_amazonaws_com_nodegroup",
        "kube_node_spec_unschedulable": "node",
        "kube_node_status_condition": "node condition status",
        "kube_pod_container_resource_limits": "node resource unit uid",
        "kube_pod_container_resource_requests": "node resource unit uid",
    },
)
DRAINO = Exporter(
    source="https://github.com/planetlabs/draino/blob/e0d5277/cmd/draino/draino.go",
    series={"draino_cordoned_nodes_total": "result", "draino_drained_nodes_total": "result"},
)
NODE_PROBLEM_DETECTOR = Exporter(
    source="https://github.com/kubernetes/node-problem-detector/tree/master/pkg/problemmetrics",
    series={"problem_counter": "reason"},
)
CLUSTER_AUTOSCALER = Exporter(
    source="https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-1.35.0/cluster-autoscaler/metrics",
    series={
        "cluster_autoscaler_cluster_safe_to_autoscale": "",
        "cluster_autoscaler_scaled_down_nodes_total": "reason gpu_resource_name gpu_name",
        "cluster_autoscaler_scaled_up_nodes_total": "gpu_resource_name gpu_name",
        "cluster_autoscaler_unschedulable_pods_count": "type",
    },
)
COLLECTOR = Exporter(
    # Read from a collector 0.158 that ran with the configuration of components/services/telemetry.
    source="https://opentelemetry.io/docs/collector/internal-telemetry/",
    series={
        "otelcol_exporter_enqueue_failed_log_records": "exporter",
        "otelcol_exporter_send_failed_log_records": "exporter server_address server_port url_path",
        "otelcol_exporter_sent_log_records": "exporter server_address server_port url_path",
    },
)
MICROSERVICE = Exporter(
    source="docs/services.md: what a microservice is asked to count",
    series={"http_requests_total": "code method", "http_request_duration_seconds_bucket": "le code method"},
)
_SUFFIXES = {"counter": "_total", "histogram": "_bucket"}
PITSTOP = Exporter(
    source="pitstop/shell/metrics.py",
    series={
        f"{metric.describe()[0].name}{_SUFFIXES.get(metric.describe()[0].type, '')}": " ".join(
            (*metric._labelnames, *(["le"] if metric.describe()[0].type == "histogram" else []))
        )
        for metric in vars(Metrics()).values()
        if hasattr(metric, "_labelnames")
    },
)
LABELS = dict(
    found
    for exporter in (
        CADVISOR,
        NODE_EXPORTER,
        KUBE_STATE_METRICS,
        DRAINO,
        NODE_PROBLEM_DETECTOR,
        CLUSTER_AUTOSCALER,
        COLLECTOR,
        MICROSERVICE,
        PITSTOP,
    )
    for found in exporter.labels()
)
EXPORTED = LABELS.keys()


def metrics_of(promql: str) -> set[str]:
    """Names of the metrics that an expression asks for. Raises ValueError where it is no PromQL."""
    return {selector.name for selector in _selectors(promql_parser.parse(promql)) if selector.name}


def unknown_labels(promql: str) -> set[tuple[str, str]]:
    """(series, label) where an expression picks a series by a label that it doesn't have.

    Only of exported series: what a recording is labelled with, its own expression says.
    """
    return {
        (selector.name, matcher.name)
        for selector in _selectors(promql_parser.parse(promql))
        if selector.name in LABELS
        for matcher in selector.matchers.matchers
        if matcher.name not in LABELS[selector.name]
    }


def _selectors(expression: Expr) -> Iterator[VectorSelector]:
    if isinstance(expression, VectorSelector):
        yield expression
    for part in ("expr", "lhs", "rhs", "param", "vector_selector"):
        inner = getattr(expression, part, None)
        if isinstance(inner, Expr | VectorSelector):
            yield from _selectors(inner)
    for argument in getattr(expression, "args", None) or ():
        yield from _selectors(argument)
