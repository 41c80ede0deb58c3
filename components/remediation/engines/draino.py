"""draino: cordons a sick node at once and drains it, one node at a time."""

from __future__ import annotations

from components.charts import DRAINO
from components.cluster_service import ClusterService
from components.durations import format_duration
from components.handles import ClusterHandle
from components.helm_values import service_monitor
from components.install_context import InstallContext
from components.labels import NODE_POOL
from components.remediation.repair import TABLE
from components.remediation.settings import RemediationSettings

# Of the expression language's own: whether the label is there.
_ONLY_POOLS = f"'{NODE_POOL}' in metadata.labels"


def draino(settings: RemediationSettings, context: InstallContext) -> ClusterService:
    """draino from the chart of this repository."""
    return ClusterService(
        name="draino",
        chart=DRAINO,
        namespace=context.namespace,
        values={
            "image": settings.draino.image,
            "conditions": [str(condition) for condition in settings.conditions],
            "dryRun": settings.dry_run,
            **({"nodeLabelExpression": _ONLY_POOLS} if _only_pools(context.cluster) else {}),
            "drainBuffer": format_duration(settings.draino.drain_buffer),
            "maxGracePeriod": format_duration(settings.draino.max_grace_period),
            "evictionHeadroom": format_duration(settings.draino.eviction_headroom),
            "evict": {
                "statefulSetPods": settings.draino.evict_stateful_set_pods,
                "emptyDirPods": settings.draino.evict_empty_dir_pods,
                "unreplicatedPods": settings.draino.evict_unreplicated_pods,
            },
            "serviceMonitor": service_monitor(context.monitoring),
        },
        depends_on=context.monitoring.requires,
        timeout=300,
    )


def _only_pools(cluster: ClusterHandle) -> bool:
    """Whether draino leaves the node groups alone."""
    aws = cluster.aws
    return aws is not None and TABLE[aws.node_scaler, "draino"].groups != "engine"
