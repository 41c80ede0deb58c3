"""node-problem-detector: writes onto each node what ails it."""

from __future__ import annotations

import pulumi

from components.charts import NODE_PROBLEM_DETECTOR
from components.cluster_service import ClusterService
from components.handles import MonitoringHandle
from components.remediation.monitors import check_monitors, definition_files, log_monitors


def node_problem_detector(
    namespace: pulumi.Input[str], monitoring: MonitoringHandle | None
) -> ClusterService:
    """The detector on every node, whatever its taints: a sick node is tainted before anything else."""
    return ClusterService(
        name="node-problem-detector",
        chart=NODE_PROBLEM_DETECTOR,
        namespace=namespace,
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
            "resources": {
                "requests": {"cpu": "20m", "memory": "64Mi"},
                "limits": {"memory": "128Mi"},
            },
            "metrics": {
                "enabled": monitoring is not None,
                "serviceMonitor": {
                    "enabled": monitoring is not None,
                    "additionalLabels": dict(monitoring.labels) if monitoring else {},
                },
            },
        },
        depends_on=monitoring.requires if monitoring else (),
        timeout=300,
    )
