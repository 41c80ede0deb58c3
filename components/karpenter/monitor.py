"""Karpenter's metrics for Prometheus."""

from __future__ import annotations

import pulumi

from components.install_context import InstallContext
from components.kubernetes_object import KubernetesObject


def declare_monitor(context: InstallContext) -> None:
    """``{prefix}-karpenter``, a ServiceMonitor beside Prometheus.

    The chart's own can't be: Karpenter is a part of the cluster, and there before Prometheus' definitions.
    Labels and ports are those of charts/karpenter of Karpenter 1.14.
    """
    monitoring = context.monitoring
    KubernetesObject(
        f"{context.prefix}-karpenter",
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "ServiceMonitor",
            "metadata": {
                "name": "karpenter",
                "namespace": monitoring.namespace,
                "labels": dict(monitoring.labels),
            },
            "spec": {
                "namespaceSelector": {"matchNames": ["kube-system"]},
                "selector": {"matchLabels": {"app.kubernetes.io/name": "karpenter"}},
                "endpoints": [{"port": "http-metrics", "interval": "30s"}],
            },
        },
        pulumi.ResourceOptions(
            parent=context.parent,
            provider=context.cluster.provider,
            depends_on=[*monitoring.requires],
        ),
    )
