"""The Observability component: metrics, dashboards and alerts of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pulumi

from components.charts import PROMETHEUS_OPERATOR_CRDS
from components.cluster_service import ClusterService, install
from components.endpoints import commands
from components.handles import ClusterHandle, MonitoringHandle, TelemetryHandle
from components.install_context import InstallContext
from components.karpenter.monitor import declare_monitor
from components.kubernetes_object import KubernetesObject
from components.namespaces import namespace
from components.observability.adapter import adapter
from components.observability.cloud_sources import cloud_sources
from components.observability.dashboards import DASHBOARDS
from components.observability.endpoints import NAMESPACE, STACK, endpoints
from components.observability.settings import ObservabilitySettings
from components.observability.stack import stack


class Observability(pulumi.ComponentResource):
    """Prometheus, Alertmanager, Grafana, exporters and the metrics API, on any cluster that has a handle.

    The resource definitions are a release of their own: whoever has a ServiceMonitor waits for them alone,
    they wait for no node, and an upgrade reaches them. With ``telemetry`` Grafana shows logs and traces, too.
    """

    handle: MonitoringHandle
    """What AutoRemediation and others need in order to report here."""
    commands: Mapping[str, str]
    """Shell commands that open what is here, by the name of what they open."""

    def __init__(
        self,
        name: str,
        settings: ObservabilitySettings,
        cluster: ClusterHandle,
        *,
        telemetry: TelemetryHandle | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:Observability", name, None, opts)
        # node-exporter reads the node's own files and network.
        monitoring = namespace(self, name, NAMESPACE, cluster, "privileged")
        context = InstallContext(
            cluster,
            {NAMESPACE: monitoring},
            parent=self,
            prefix=name,
            extra_values=settings.extra_values(),
        )
        crds = install(
            context,
            ClusterService(
                name="prometheus-operator-crds",
                chart=PROMETHEUS_OPERATOR_CRDS,
                namespace=monitoring,
                values={},
                timeout=300,
                needs_nodes=False,
            ),
        )
        self.handle = MonitoringHandle(namespace=monitoring, labels={"release": STACK}, requires=[crds])
        sources = (
            cloud_sources(cluster.aws, telemetry)
            if cluster.aws is not None and telemetry is not None and settings.grafana.enabled
            else None
        )
        install(context, stack(settings, cluster.name, monitoring, crds, sources))
        install(context, adapter(monitoring))
        if settings.grafana.enabled:
            self._dashboards(name, cluster, monitoring)
        if cluster.aws is not None and cluster.aws.node_scaler == "karpenter":
            declare_monitor(replace(context, monitoring=self.handle))
        self.commands = commands(endpoints(settings))
        self.register_outputs({"namespace": monitoring, "commands": dict(self.commands)})

    def _dashboards(self, name: str, cluster: ClusterHandle, monitoring: pulumi.Output[str]) -> None:
        for dashboard in DASHBOARDS:
            KubernetesObject(
                f"{name}-dashboard-{dashboard.uid}",
                {
                    "apiVersion": "v1",
                    "kind": "ConfigMap",
                    "metadata": {
                        "name": f"dashboard-{dashboard.uid}",
                        "namespace": monitoring,
                        # Grafana's sidecar looks for this label.
                        "labels": {"grafana_dashboard": "1"},
                    },
                    "data": {f"{dashboard.uid}.json": dashboard.json()},
                },
                pulumi.ResourceOptions(parent=self, provider=cluster.provider),
            )
