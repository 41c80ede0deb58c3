"""The AutoRemediation component: what finds sick nodes, drains them and replaces them."""

from __future__ import annotations

import pulumi

from components.cluster_service import install
from components.handles import ClusterHandle, MonitoringHandle
from components.namespaces import namespace
from components.remediation.cluster_autoscaler import cluster_autoscaler
from components.remediation.engines import ENGINES, EngineContext
from components.remediation.node_problem_detector import node_problem_detector
from components.remediation.settings import RemediationSettings


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
        monitoring: MonitoringHandle | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:AutoRemediation", name, None, opts)
        # The detector reads the node's kernel log and enters its namespaces; nothing else here may.
        detector = namespace(self, f"{name}-detector", "node-problem-detector", cluster, "privileged")
        actors = namespace(self, name, "auto-remediation", cluster, "restricted")
        self.namespace = actors

        if cluster.aws is not None and cluster.aws.node_monitoring_agent:
            settings = settings.beside_agent()
        services = [
            node_problem_detector(detector, monitoring),
            ENGINES[settings.engine](EngineContext(settings, cluster, actors, monitoring)),
        ]
        if cluster.aws is not None and cluster.aws.node_scaler == "cluster-autoscaler":
            services.append(cluster_autoscaler(cluster, cluster.aws, settings.autoscaler, actors, monitoring))
        for service in services:
            if service is not None:
                install(self, name, cluster, service)
        self.register_outputs({"namespace": self.namespace})
