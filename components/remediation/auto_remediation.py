"""The AutoRemediation component: finds unhealthy nodes, drains and replaces them."""

from __future__ import annotations

import pulumi

from components.cluster_service import install
from components.handles import NO_MONITORING, ClusterHandle, MonitoringHandle
from components.install_context import InstallContext
from components.namespaces import namespace
from components.remediation.cluster_autoscaler import cluster_autoscaler
from components.remediation.engines import ENGINES
from components.remediation.node_problem_detector import NAMESPACE as DETECTOR
from components.remediation.node_problem_detector import node_problem_detector
from components.remediation.settings import RemediationSettings

NAMESPACE = "auto-remediation"


class AutoRemediation(pulumi.ComponentResource):
    """node-problem-detector, an engine and, where it scales, cluster-autoscaler, on any cluster.

    With ``monitoring`` all of them report to Prometheus; they wait for its resource definitions, and not for
    Prometheus.
    """

    namespace: pulumi.Output[str]
    """Where the engine and cluster-autoscaler run."""

    def __init__(
        self,
        name: str,
        settings: RemediationSettings,
        cluster: ClusterHandle,
        *,
        monitoring: MonitoringHandle = NO_MONITORING,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:AutoRemediation", name, None, opts)
        detector = namespace(self, f"{name}-detector", DETECTOR, cluster, "privileged")
        self.namespace = namespace(self, name, NAMESPACE, cluster, "restricted")
        context = InstallContext(
            cluster,
            {NAMESPACE: self.namespace, DETECTOR: detector},
            monitoring,
            parent=self,
            prefix=name,
            extra_values=settings.extra_values(),
        )

        if cluster.aws is not None and cluster.aws.node_monitoring_agent:
            settings = settings.beside_agent()
        services = [
            node_problem_detector(context),
            ENGINES[settings.engine](settings, context),
        ]
        if cluster.aws is not None and cluster.aws.node_scaler == "cluster-autoscaler":
            services.append(cluster_autoscaler(settings.autoscaler, context, cluster.aws))
        for service in services:
            if service is not None:
                install(context, service)
        self.register_outputs({"namespace": self.namespace})
