"""What of the charts of observability belongs to the stack: what dashboards, alerts and commands rely on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from components.charts import KUBE_PROMETHEUS_STACK, PROMETHEUS_ADAPTER, PROMETHEUS_OPERATOR_CRDS
from components.extra_values import ChartValues

_READ = "alerts, dashboards and the metrics API read what it measures"
_OPENED = "the stack's commands and `make grafana` open this port"
_MADE_UP = "the chart makes one up, in a Secret that the stack's command reads"
_FOUND = "Prometheus has to find the monitors and rules of all parts of the stack"

_STACK: Final = {
    **{
        f"{part}/enabled": _READ
        for part in ("prometheus", "prometheusOperator", "nodeExporter", "kubeStateMetrics", "kubelet")
    },
    "alertmanager/enabled": "without it nobody is told",
    "grafana/enabled": "set observability.grafana.enabled",
    "additionalPrometheusRulesMap/remediation": "these are the stack's alerts; add a group beside it",
    "prometheus/service": _OPENED,
    "prometheus/prometheusSpec/replicas": "set observability.prometheus.replicas",
    "prometheus/prometheusSpec/retention": "set observability.prometheus.retentionDays",
    "prometheus/prometheusSpec/retentionSize": "set observability.prometheus.volumeGib",
    "prometheus/prometheusSpec/storageSpec": "set observability.prometheus.volumeGib or storageClass",
    "prometheus/prometheusSpec/resources/limits/memory": "set observability.prometheus.memoryGib",
    "prometheus/prometheusSpec/resources/requests/memory": "set observability.prometheus.memoryGib",
    "prometheus/prometheusSpec/externalLabels/cluster": "it is the cluster's name",
    **{
        f"prometheus/prometheusSpec/{kind}Selector{nil}": _FOUND
        for kind in ("serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig")
        for nil in ("", "NilUsesHelmValues")
    },
    "alertmanager/service": _OPENED,
    "alertmanager/config/receivers": "set observability.receivers",
    "alertmanager/config/route": "set observability.receivers",
    "alertmanager/alertmanagerSpec/replicas": "set observability.alertmanager.replicas",
    "alertmanager/alertmanagerSpec/secrets": "set observability.receivers, each with its secret",
    "alertmanager/alertmanagerSpec/storage": "set observability.alertmanager.volumeGib or storageClass",
    "grafana/adminPassword": _MADE_UP,
    "grafana/admin": _MADE_UP,
    "grafana/service": _OPENED,
    "grafana/persistence/size": "set observability.grafana.volumeGib",
    "grafana/persistence/storageClassName": "set observability.storageClass",
    "grafana/sidecar/dashboards/enabled": "the stack's dashboards are ConfigMaps with this label",
    "grafana/sidecar/dashboards/label": "the stack's dashboards are ConfigMaps with this label",
    "kube-state-metrics/metricLabelsAllowlist": "dashboards and alerts group nodes by these labels",
    "prometheus-node-exporter/prometheus/monitor/relabelings": _READ,
}

_ADAPTER: Final = {
    "prometheus": "it is the stack's Prometheus",
    "rules/resource": "the metrics API is made of these; autoscalers and `kubectl top` read it",
    "rules/custom": "microservices scale by what is in this list",
}

CHARTS: Final[Mapping[str, ChartValues]] = MappingProxyType(
    {
        "kube-prometheus-stack": ChartValues(KUBE_PROMETHEUS_STACK, _STACK),
        "prometheus-adapter": ChartValues(PROMETHEUS_ADAPTER, _ADAPTER),
        "prometheus-operator-crds": ChartValues(PROMETHEUS_OPERATOR_CRDS),
    }
)
"""Release -> its chart, and its values that the stack owns."""
