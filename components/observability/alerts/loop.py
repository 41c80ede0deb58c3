"""The remediation loop: what it does, and when it does not."""

from __future__ import annotations

from datetime import timedelta

from components.observability.alerts.model import Alert, Recording
from components.remediation.conditions import Status
from components.remediation.monitors import monitored_conditions
from components.remediation.settings import AGENT_CONDITIONS, DEFAULT_CONDITIONS

_MONITORED = monitored_conditions()
_DAMAGE = {condition.type for condition in (*DEFAULT_CONDITIONS, *AGENT_CONDITIONS)}


def _either(healthy: Status) -> str:
    return "|".join(sorted(type_ for type_ in _DAMAGE if _MONITORED[type_].healthy == healthy))


SICK = "node_condition:remediation_sick:max"
"""1 for each node and condition that is damage; no series for a healthy node."""
CORDONED = "node:remediation_cordoned:max"
"""1 for each node that takes no new pods."""
SICK_NODE = "node:remediation_sick:max"
"""1 for each node that is sick, whatever of."""
SICK_SHARE = "cluster:remediation_sick_nodes:ratio"
"""Sick nodes among all nodes, 0 to 1."""

RECORDINGS = (
    Recording(
        SICK,
        "max by (node, condition) ("
        f'kube_node_status_condition{{condition=~"{_either(Status.FALSE)}",status="true"}} == 1'
        f' or kube_node_status_condition{{condition=~"{_either(Status.TRUE)}",status=~"false|unknown"}} '
        f"== 1)",
    ),
    Recording(SICK_NODE, f"max by (node) ({SICK})"),
    Recording(CORDONED, "max by (node) (kube_node_spec_unschedulable == 1)"),
    Recording(SICK_SHARE, f"(count({SICK_NODE}) or vector(0)) / count(kube_node_info)"),
)

ALERTS = (
    Alert(
        "SickNodeNotCordoned",
        f"{SICK_NODE} unless on (node) {CORDONED}",
        timedelta(minutes=20),
        "critical",
        "Node {{ $labels.node }} is sick, and nobody took it off the road for 20 minutes.",
        "Look at the node's conditions with kubectl describe node {{ $labels.node }}. If the engine "
        "runs, read its log "
        "in the namespace auto-remediation: it may be in dry-run, or not have the condition in "
        "remediation.conditions. Until then: kubectl cordon {{ $labels.node }}.",
    ),
    Alert(
        "SickNodeNotReplaced",
        f"{CORDONED} and on (node) {SICK_NODE}",
        timedelta(hours=1),
        "warning",
        "Node {{ $labels.node }} has been cordoned and sick for an hour: it never came back, and nobody "
        "replaced it.",
        "The drain may wait for a disruption budget: kubectl get pdb -A, look for 0 allowed "
        "disruptions. A node group "
        "at its minimum size is not scaled down, one at its maximum size has no room for the "
        "replacement: raise "
        "maxSize, or terminate the instance without decrementing the group.",
    ),
    Alert(
        "NodeLeftCordoned",
        f"{CORDONED} unless on (node) {SICK_NODE}",
        timedelta(hours=6),
        "warning",
        "Node {{ $labels.node }} is healthy, and has taken no pods for 6 hours.",
        "Either it recovered after it was cordoned, or a person forgot it. Ask, then kubectl uncordon "
        "{{ $labels.node }}, or delete it.",
    ),
    Alert(
        "TooManySickNodes",
        f"{SICK_SHARE} > 0.2 and count({SICK_NODE}) > 1",
        timedelta(minutes=2),
        "critical",
        "{{ $value | humanizePercentage }} of all nodes are sick at once: this is not about nodes.",
        "Stop the remediation before it empties the cluster: set remediation.dryRun to true and deploy, "
        "or scale the "
        "engine in the namespace auto-remediation to 0. Then look for what they have in common: an "
        "image, a rollout, "
        "a zone, the network. draino has no breaker of its own; its drain buffer buys the time.",
    ),
    Alert(
        "DrainFailed",
        'increase(draino_drained_nodes_total{result="failed"}[30m]) > 0',
        timedelta(minutes=1),
        "warning",
        "draino could not drain a node within the last 30 minutes.",
        "kubectl get events -A --field-selector reason=DrainFailed names the node and the pod. Most "
        "often a disruption "
        "budget allows no eviction, or a pod does not end within its grace period. Set "
        "draino/drain-retry=true on "
        "the node to let draino try again.",
    ),
    Alert(
        "CordonFailed",
        'increase(draino_cordoned_nodes_total{result="failed"}[30m]) > 0',
        timedelta(minutes=1),
        "critical",
        "draino could not cordon a sick node within the last 30 minutes.",
        "Pods still land on it. kubectl get events -A --field-selector reason=CordonFailed names the "
        "node: cordon it, "
        "and see whether draino may update nodes and reaches the API server.",
    ),
    Alert(
        "RemediationEngineDown",
        'kube_deployment_status_replicas_available{namespace="auto-remediation"} == 0',
        timedelta(minutes=10),
        "critical",
        "{{ $labels.deployment }} has had no running pod for 10 minutes: sick nodes stay.",
        "kubectl -n auto-remediation get pods, then describe the one that does not start.",
    ),
    Alert(
        "NodeProblemDetectorDown",
        'kube_daemonset_status_number_unavailable{namespace="node-problem-detector"} > 0',
        timedelta(minutes=30),
        "warning",
        "{{ $value }} nodes are not watched by node-problem-detector.",
        "kubectl -n node-problem-detector get pods -o wide names the nodes. What ails them does not "
        "become a condition.",
    ),
    Alert(
        "AutoscalerStuck",
        "cluster_autoscaler_cluster_safe_to_autoscale == 0",
        timedelta(minutes=15),
        "critical",
        "cluster-autoscaler holds still, because too many nodes are not ready: nothing is replaced.",
        "kubectl -n auto-remediation logs deploy/cluster-autoscaler says which nodes it waits for. See "
        "TooManySickNodes.",
    ),
    Alert(
        "NoRoomForReplacement",
        f"max(cluster_autoscaler_unschedulable_pods_count) > 0 and on () count({CORDONED}) > 0",
        timedelta(minutes=15),
        "critical",
        "Pods have waited 15 minutes for a node, while a cordoned one still counts towards its group's "
        "maximum.",
        "Raise the maxSize of the node group, or terminate the cordoned instance without decrementing "
        "the group.",
    ),
    Alert(
        "NodeClockNotSynchronised",
        'max by (node) (kube_node_status_condition{condition="NTPProblem",status="true"} == 1)',
        timedelta(minutes=10),
        "warning",
        "The clock of node {{ $labels.node }} is not kept by chronyd.",
        "Run chronyc tracking on the node. The source on EC2 is 169.254.169.123. Tokens and "
        "certificates start to fail "
        "when the clock is off; drain the node if it does not recover.",
    ),
    Alert(
        "NodeUnderPressure",
        "max by (node, condition) ("
        'kube_node_status_condition{condition=~"DiskPressure|MemoryPressure|PIDPressure",status="true"} '
        "== 1)",
        timedelta(minutes=15),
        "warning",
        "Node {{ $labels.node }} has had {{ $labels.condition }} for 15 minutes.",
        "This is load, not damage: another node would not be better off. Look for pods without requests "
        "or limits.",
    ),
)
