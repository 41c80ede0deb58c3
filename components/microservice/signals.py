"""How Prometheus finds a microservice, and its four golden signals on a dashboard."""

from __future__ import annotations

from collections.abc import Mapping

from components.manifest import Manifest
from components.microservice.spec import DURATIONS, REQUESTS, MicroserviceSpec
from components.observability.dashboards.model import Dashboard, Panel, Query


def monitor(spec: MicroserviceSpec, labels: Mapping[str, str]) -> Manifest:
    """The ServiceMonitor, with the labels that Prometheus looks for."""
    return Manifest(
        "monitoring.coreos.com/v1",
        "ServiceMonitor",
        {
            "spec": {
                "selector": {"matchLabels": spec.selector},
                "endpoints": [
                    {
                        "port": spec.metrics_port_name,
                        "path": spec.settings.metrics.path,
                        "interval": "30s",
                    }
                ],
            }
        },
        labels=labels,
    )


def dashboard_file(spec: MicroserviceSpec) -> Manifest:
    """The dashboard as a ConfigMap with the label that Grafana looks for, in any namespace."""
    shown = dashboard(spec)
    return Manifest(
        "v1",
        "ConfigMap",
        {"data": {f"{shown.uid}.json": shown.json()}},
        suffix="-dashboard",
        labels={"grafana_dashboard": "1"},
    )


def dashboard(spec: MicroserviceSpec) -> Dashboard:
    """Latency, traffic, errors and saturation, as the service itself and the cluster count them."""
    of_app = f'namespace="{spec.name}"'
    container = f'{of_app},container="{spec.name}"'
    requests = f"sum(rate({REQUESTS}{{{of_app}}}[5m]))"
    memory = f"max by (pod) (container_memory_working_set_bytes{{{container}}})"
    limit = f'max by (pod) (kube_pod_container_resource_limits{{{container},resource="memory"}})'
    cpu = f"sum by (pod) (rate(container_cpu_usage_seconds_total{{{container}}}[5m]))"
    requested = f'sum by (pod) (kube_pod_container_resource_requests{{{container},resource="cpu"}})'
    autoscaler = f'{of_app},horizontalpodautoscaler="{spec.name}"'
    return Dashboard(
        uid=f"microservice-{spec.name}",
        title=f"Microservice {spec.name}",
        tags=("microservice",),
        rows=(
            (
                Panel(
                    "Latency",
                    "How long requests take: half of them, 95 and 99 of 100.",
                    "timeseries",
                    [Query(_quantile(share, of_app), f"{share:.0%}") for share in (0.5, 0.95, 0.99)],
                    unit="s",
                ),
                Panel(
                    "Traffic",
                    "Requests per second, by their status.",
                    "timeseries",
                    [Query(f"sum by (code) (rate({REQUESTS}{{{of_app}}}[5m]))", "{{code}}")],
                ),
            ),
            (
                Panel(
                    "Errors",
                    "The share of requests that failed on the service's side.",
                    "timeseries",
                    [Query(f'sum(rate({REQUESTS}{{{of_app},code=~"5.."}}[5m])) / {requests}', "errors")],
                    unit="percentunit",
                ),
                Panel(
                    "Saturation",
                    "CPU of what was requested, memory of what is allowed, for each pod.",
                    "timeseries",
                    [
                        Query(f"{cpu} / {requested}", "CPU {{pod}}"),
                        Query(f"{memory} / {limit}", "memory {{pod}}"),
                    ],
                    unit="percentunit",
                ),
            ),
            (
                Panel(
                    "Pods",
                    "How many there are, and how many there may be.",
                    "timeseries",
                    [
                        Query(
                            f"max(kube_horizontalpodautoscaler_status_current_replicas{{{autoscaler}}})",
                            "now",
                        ),
                        Query(f"max(kube_horizontalpodautoscaler_spec_max_replicas{{{autoscaler}}})", "most"),
                    ],
                ),
            ),
        ),
    )


def _quantile(share: float, of_app: str) -> str:
    return f"histogram_quantile({share}, sum by (le) (rate({DURATIONS}{{{of_app}}}[5m])))"
