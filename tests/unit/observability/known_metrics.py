"""The metrics that rules and dashboards may ask for, each as the documentation of who exports it names it."""

from __future__ import annotations

from collections.abc import Iterator

import promql_parser
from promql_parser import Expr, VectorSelector

from pitstop.shell.metrics import Metrics

KUBE_STATE_METRICS = {
    "kube_daemonset_status_number_unavailable",
    "kube_deployment_status_replicas_available",
    "kube_node_info",
    "kube_node_labels",
    "kube_node_spec_unschedulable",
    "kube_node_status_condition",
}
DRAINO = {
    "draino_cordoned_nodes_total",
    "draino_drained_nodes_total",
}
NODE_PROBLEM_DETECTOR = {"problem_counter"}
CLUSTER_AUTOSCALER = {
    "cluster_autoscaler_cluster_safe_to_autoscale",
    "cluster_autoscaler_scaled_down_nodes_total",
    "cluster_autoscaler_scaled_up_nodes_total",
    "cluster_autoscaler_unschedulable_pods_count",
}
PITSTOP = {
    family.name + ("_total" if family.type == "counter" else "") for family in Metrics().registry.collect()
}
EXPORTED = PITSTOP | KUBE_STATE_METRICS | DRAINO | NODE_PROBLEM_DETECTOR | CLUSTER_AUTOSCALER


def metrics_of(promql: str) -> set[str]:
    """Names of the metrics that an expression asks for. Raises ValueError where it is no PromQL."""
    return {selector.name for selector in _selectors(promql_parser.parse(promql)) if selector.name}


def _selectors(expression: Expr) -> Iterator[VectorSelector]:
    if isinstance(expression, VectorSelector):
        yield expression
    for part in ("expr", "lhs", "rhs", "param", "vector_selector"):
        inner = getattr(expression, part, None)
        if isinstance(inner, Expr | VectorSelector):
            yield from _selectors(inner)
    for argument in getattr(expression, "args", None) or ():
        yield from _selectors(argument)
