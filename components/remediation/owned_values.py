"""Values of the charts of remediation that the stack owns: detector, engine and autoscaler have to agree."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from components.charts import CLUSTER_AUTOSCALER, DRAINO, NODE_PROBLEM_DETECTOR, PITSTOP
from components.extra_values import ChartValues
from components.remediation.monitors import definition_files

_WATCHED = "conditions and alerts are about what these monitors find"
_CHECKS = "the checks enter the node's namespaces through its first process"
_DETECTOR: Final = {
    **{f"settings/custom_monitor_definitions/{name}": _WATCHED for name in definition_files()},
    "settings/log_monitors": _WATCHED,
    "settings/custom_plugin_monitors": _WATCHED,
    "hostPID": _CHECKS,
    "securityContext/privileged": _CHECKS,
    "tolerations": "a sick node is tainted before anything else",
    "metrics/enabled": "it follows observability.enabled",
}

_DRAINO: Final = {
    "image": "set remediation.draino.image",
    "conditions": "set remediation.conditions",
    "dryRun": "set remediation.dryRun",
    "nodeLabelExpression": "it follows cluster.nodeScaler",
    "drainBuffer": "set remediation.draino.drainBuffer",
    "maxGracePeriod": "set remediation.draino.maxGracePeriod",
    "evictionHeadroom": "set remediation.draino.evictionHeadroom",
    "evict": "set remediation.draino.evictStatefulSetPods, evictEmptyDirPods or evictUnreplicatedPods",
}

_PITSTOP: Final = {
    "image/repository": "set remediation.pitstop.image",
    "image/tag": "set remediation.pitstop.image",
    "image/digest": "set remediation.pitstop.image",
    "settings": "set remediation.conditions, remediation.dryRun or remediation.pitstop",
    "env": "AWS_REGION is in this list",
    "webhookSecret": "set remediation.pitstop.webhookSecret",
}

_AUTOSCALER: Final = {
    "cloudProvider": "the nodes are those of EKS",
    "awsRegion": "set aws:region",
    "autoDiscovery": "its role may scale what has the cluster's tags, and nothing else",
    "extraArgs/scale-down-unneeded-time": "set remediation.autoscaler.scaleDownUnneededTime",
    "extraArgs/scale-down-unready-time": "set remediation.autoscaler.scaleDownUnreadyTime",
    "extraArgs/scale-down-delay-after-add": "set remediation.autoscaler.scaleDownDelayAfterAdd",
    "extraArgs/unremovable-node-recheck-timeout": "set remediation.autoscaler.unremovableNodeRecheckTimeout",
    "image/tag": "it follows cluster.version",
}

CHARTS: Final[Mapping[str, ChartValues]] = MappingProxyType(
    {
        "node-problem-detector": ChartValues(NODE_PROBLEM_DETECTOR, _DETECTOR),
        "draino": ChartValues(DRAINO, _DRAINO),
        "pitstop": ChartValues(PITSTOP, _PITSTOP),
        "cluster-autoscaler": ChartValues(CLUSTER_AUTOSCALER, _AUTOSCALER),
    }
)
"""Release -> its chart, and its values that the stack owns."""
