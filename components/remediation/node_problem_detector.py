"""node-problem-detector: writes conditions of a node's problems to its status."""

from __future__ import annotations

from typing import Final

from components.charts import NODE_PROBLEM_DETECTOR
from components.cluster_service import ClusterService
from components.helm_values import resources, service_monitor
from components.install_context import InstallContext
from components.remediation.monitors import check_monitors, definition_files, log_monitors

NAMESPACE: Final = "node-problem-detector"
"""Of its own: it reads the node's kernel log and enters its namespaces, which nothing else here may."""


def node_problem_detector(context: InstallContext) -> ClusterService:
    """The detector on every node, whatever its taints: a sick node is tainted before anything else."""
    return ClusterService(
        name="node-problem-detector",
        chart=NODE_PROBLEM_DETECTOR,
        namespace=context.namespaces[NAMESPACE],
        values={
            "settings": {
                "custom_monitor_definitions": definition_files(),
                "log_monitors": log_monitors(),
                "custom_plugin_monitors": check_monitors(),
            },
            # The checks enter the node's namespaces through its first process.
            "hostPID": True,
            "securityContext": {"privileged": True},
            "tolerations": [{"operator": "Exists"}],
            "priorityClassName": "system-node-critical",
            "resources": resources("20m", "64Mi", "128Mi"),
            "metrics": {
                "enabled": context.monitoring.present,
                "serviceMonitor": service_monitor(context.monitoring, "additionalLabels"),
            },
        },
        depends_on=context.monitoring.requires,
        timeout=300,
    )
