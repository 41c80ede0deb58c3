"""The remediation loop at a glance: sick, cordoned, drained, replaced."""

from __future__ import annotations

from components.observability.alerts.loop import CORDONED, SICK, SICK_NODE, SICK_SHARE
from components.observability.dashboards.model import Dashboard, Panel, Query

# An episode begins where a node is sick that was not a minute ago.
_EPISODES = f"sum(count_over_time(({SICK_NODE} unless on (node) {SICK_NODE} offset 1m)[$__range:1m]))"
_SICK_SECONDS = f"sum(sum_over_time({SICK_NODE}[$__range:1m])) * 60"

# Whichever engine there is: the other has no series.
_FAILED_DRAINS = (
    '(sum(increase(draino_drained_nodes_total{result="failed"}[$__range])) or vector(0))'
    ' + (sum(increase(pitstop_actions_total{step=~"Drain|Evict",result="failed"}[$__range])) or vector(0))'
)

LOOP = Dashboard(
    uid="remediation-loop",
    title="Remediation loop",
    rows=(
        (
            Panel(
                "Sick nodes",
                "Nodes with a condition that is damage.",
                "stat",
                [Query(f"count({SICK_NODE}) or vector(0)")],
                bad_from=1,
            ),
            Panel(
                "Cordoned nodes",
                "Nodes that take no new pods.",
                "stat",
                [Query(f"count({CORDONED}) or vector(0)")],
                bad_from=1,
            ),
            Panel(
                "Sick share",
                "From 20 % on, the cause is rarely the nodes: stop the remediation and look.",
                "stat",
                [Query(SICK_SHARE)],
                unit="percentunit",
                bad_from=0.2,
            ),
            Panel(
                "Breaker",
                "1 while pitstop holds still because too much is sick at once. draino has none.",
                "stat",
                [Query("max(pitstop_breaker_open) or vector(0)")],
                bad_from=1,
            ),
            Panel(
                "Drains failed",
                "In the time range.",
                "stat",
                [Query(_FAILED_DRAINS)],
                bad_from=1,
            ),
            Panel(
                "Replacements awaited",
                "Fresh nodes that pitstop asked for and that are not ready yet.",
                "stat",
                [Query("max(pitstop_replacements_awaited) or vector(0)")],
            ),
            Panel(
                "Never came back",
                "Nodes that are sick and have been cordoned for an hour.",
                "stat",
                [
                    Query(
                        f"count(min_over_time({CORDONED}[1h:1m]) and on (node) {SICK_NODE} and on "
                        f"(node) {CORDONED} offset 1h) or vector(0)"
                    )
                ],
                bad_from=1,
            ),
            Panel(
                "Time to repair",
                "Mean time from the first sick minute of a node until it is well or gone, in the time range.",
                "stat",
                [Query(f"{_SICK_SECONDS} / ({_EPISODES} > 0)")],
                unit="s",
            ),
        ),
        (
            Panel(
                "Sick nodes by condition",
                "What they suffer from.",
                "timeseries",
                [Query(f"count by (condition) ({SICK})", "{{condition}}")],
            ),
            Panel(
                "Sick nodes by node group",
                "One group alone points at its image or its instance type.",
                "timeseries",
                [
                    Query(
                        "count by (label_eks_amazonaws_com_nodegroup) ("
                        f"{SICK_NODE} * on (node) group_left (label_eks_amazonaws_com_nodegroup) "
                        f"kube_node_labels)",
                        "{{label_eks_amazonaws_com_nodegroup}}",
                    )
                ],
            ),
        ),
        (
            Panel(
                "What the engine did",
                "Steps per hour, by result.",
                "timeseries",
                [
                    Query("sum by (result) (increase(draino_cordoned_nodes_total[1h]))", "cordon {{result}}"),
                    Query("sum by (result) (increase(draino_drained_nodes_total[1h]))", "drain {{result}}"),
                    Query(
                        "sum by (step, result) (increase(pitstop_actions_total[1h]))", "{{step}} {{result}}"
                    ),
                ],
            ),
            Panel(
                "What the autoscaler did",
                "Nodes added and removed per hour, and pods that wait for one.",
                "timeseries",
                [
                    Query("sum(increase(cluster_autoscaler_scaled_up_nodes_total[1h]))", "added"),
                    Query("sum(increase(cluster_autoscaler_scaled_down_nodes_total[1h]))", "removed"),
                    Query("max(cluster_autoscaler_unschedulable_pods_count)", "pods waiting"),
                ],
            ),
        ),
        (
            Panel(
                "How long a step takes",
                "9 of 10 of pitstop's steps took no longer in the last hour: reaction from the wait's end to "
                "the cordon, drain and settle from its beginning to the empty node and to all pods Ready, "
                "replace from the request and repair from the fault to the fresh node.",
                "timeseries",
                [
                    Query(
                        "histogram_quantile(0.9, "
                        "sum by (step, le) (increase(pitstop_step_seconds_bucket[1h])))",
                        "{{step}}",
                    )
                ],
                unit="s",
            ),
            Panel(
                "What is not done, and why",
                "Sick nodes that pitstop leaves alone for now; docs/remediation.md explains the words.",
                "timeseries",
                [Query("max by (step, why) (pitstop_refused_nodes)", "{{step}}: {{why}}")],
            ),
        ),
        (
            Panel(
                "Problems that were seen",
                "Events of node-problem-detector per hour, by reason.",
                "timeseries",
                [Query("sum by (reason) (increase(problem_counter[1h])) > 0", "{{reason}}")],
            ),
            Panel(
                "Sick nodes now",
                "Each with what it suffers from.",
                "table",
                [Query(SICK)],
            ),
        ),
    ),
)
