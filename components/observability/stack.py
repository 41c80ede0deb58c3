"""kube-prometheus-stack: Prometheus, Alertmanager, Grafana and the exporters, as EKS lets them work."""

from __future__ import annotations

from typing import Any

import pulumi

from components.charts import KUBE_PROMETHEUS_STACK
from components.cluster_service import ClusterService, PodIdentity
from components.helm_values import resources
from components.observability.alerts import rule_groups
from components.observability.cloud_sources import CloudSources
from components.observability.endpoints import STACK
from components.observability.routing import alertmanager_config, mounted_secrets
from components.observability.settings import (
    AlertmanagerSettings,
    GrafanaSettings,
    ObservabilitySettings,
    PrometheusSettings,
)

# Filled to the last byte, Prometheus cannot compact any more: the rest is for its write-ahead log.
_FILLED = 0.85

# Volumes go with what they belong to: a destroy would leave them behind, and their cost.
_DELETE_VOLUMES = {"whenDeleted": "Delete", "whenScaled": "Delete"}

# The control plane of EKS hides these, and kube-proxy listens on the node's loopback alone: their targets
# would be down for ever.
_HIDDEN = ("kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy")


def stack(
    settings: ObservabilitySettings,
    cluster_name: pulumi.Input[str],
    namespace: pulumi.Input[str],
    crds: pulumi.Resource,
    sources: CloudSources | None,
) -> ClusterService:
    """The stack, without the resource definitions: Helm never upgrades those of its own.

    ``sources`` is what Grafana reads beside Prometheus.
    """
    return ClusterService(
        name=STACK,
        chart=KUBE_PROMETHEUS_STACK,
        namespace=namespace,
        values={
            "crds": {"enabled": False},
            **{hidden: {"enabled": False} for hidden in _HIDDEN},
            "additionalPrometheusRulesMap": {"remediation": {"groups": rule_groups()}},
            "prometheus": _prometheus(settings.prometheus, settings.storage_class, cluster_name),
            "alertmanager": _alertmanager(settings.alertmanager, settings),
            "grafana": _grafana(settings.grafana, settings.storage_class, sources),
            "prometheusOperator": {"resources": resources("50m", "128Mi", "256Mi")},
            "prometheus-node-exporter": {
                # Sick and tainted nodes are those to look at.
                "tolerations": [{"operator": "Exists"}],
                "resources": resources("20m", "32Mi", "64Mi"),
                "prometheus": {
                    "monitor": {
                        "relabelings": [
                            {"sourceLabels": ["__meta_kubernetes_pod_node_name"], "targetLabel": "node"}
                        ]
                    }
                },
            },
            "kube-state-metrics": {
                "metricLabelsAllowlist": ["nodes=[eks.amazonaws.com/nodegroup]"],
                "resources": resources("20m", "64Mi", "256Mi"),
            },
        },
        # Grafana's: its chart names the service account so.
        identity=PodIdentity(f"{STACK}-grafana", sources.policy) if sources else None,
        depends_on=[crds],
        timeout=900,
    )


def _prometheus(
    settings: PrometheusSettings, storage_class: str | None, cluster_name: pulumi.Input[str]
) -> dict[str, Any]:
    # Empty selectors find everybody's monitors and rules; the chart's own find only those of this release.
    everything = {
        f"{kind}SelectorNilUsesHelmValues": False
        for kind in ("serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig")
    }
    return {
        "podDisruptionBudget": _budget(settings.replicas),
        "prometheusSpec": {
            "replicas": settings.replicas,
            "retention": f"{settings.retention_days}d",
            "retentionSize": f"{int(settings.volume_gib * _FILLED)}GiB",
            "externalLabels": {"cluster": cluster_name},
            "resources": resources("200m", f"{settings.memory_gib}Gi", f"{settings.memory_gib}Gi"),
            "storageSpec": _volume(settings.volume_gib, storage_class),
            "persistentVolumeClaimRetentionPolicy": _DELETE_VOLUMES,
            **everything,
        },
    }


def _alertmanager(settings: AlertmanagerSettings, all_settings: ObservabilitySettings) -> dict[str, Any]:
    return {
        "podDisruptionBudget": _budget(settings.replicas),
        "config": alertmanager_config(all_settings.receivers),
        "alertmanagerSpec": {
            "replicas": settings.replicas,
            "secrets": mounted_secrets(all_settings.receivers),
            "resources": resources("10m", "64Mi", "128Mi"),
            "storage": _volume(settings.volume_gib, all_settings.storage_class),
            "persistentVolumeClaimRetentionPolicy": _DELETE_VOLUMES,
        },
    }


def _grafana(
    settings: GrafanaSettings, storage_class: str | None, sources: CloudSources | None
) -> dict[str, Any]:
    return {
        "enabled": settings.enabled,
        # Empty: the chart makes up 40 letters, keeps them in a Secret, and finds that again at an upgrade.
        # What the stack has had as its default is a password that everybody knows.
        "adminPassword": "",
        "persistence": {
            "enabled": True,
            "size": f"{settings.volume_gib}Gi",
            **({"storageClassName": storage_class} if storage_class else {}),
        },
        # Its volume goes to one pod at a time: the old one has to go first.
        "deploymentStrategy": {"type": "Recreate"},
        "grafana.ini": {
            "analytics": {"reporting_enabled": False, "check_for_updates": False},
            "auth.anonymous": {"enabled": False},
            "users": {"allow_sign_up": False},
            **({"plugins": {"preinstall": sources.plugin}} if sources else {}),
        },
        **({"additionalDataSources": list(sources.data_sources)} if sources else {}),
        "resources": resources("50m", "256Mi", "512Mi"),
    }


def _budget(replicas: int) -> dict[str, Any]:
    # A budget on a single replica would forbid for ever to drain its node.
    return {"enabled": replicas > 1, "minAvailable": max(replicas - 1, 1)}


def _volume(gib: int, storage_class: str | None) -> dict[str, Any]:
    return {
        "volumeClaimTemplate": {
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": f"{gib}Gi"}},
                **({"storageClassName": storage_class} if storage_class else {}),
            }
        }
    }
