"""Examples of the rules about the loop that looks after the nodes."""

from __future__ import annotations

import json
from typing import Any, Final

from guardrails.selfdriving import (
    autoscaler_finds_groups,
    breaker_is_set,
    critical_addons_have_budgets,
    drains_are_spaced,
    engine_and_autoscaler,
    monitored_conditions_are_remediated,
    node_groups_can_replace,
    one_engine_per_node_group,
    remediated_conditions_are_monitored,
    unready_nodes_wait,
)

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.examples.example import Example
from tests.unit.guardrails.examples.safety import NODE_GROUP, RELEASE, one


def installed(chart: str, name: str = "subject", **values: Any) -> Member:
    """A release of ``chart``."""
    return Member(RELEASE, name, {"chart": chart, "values": values}, references={"values": ["group"]})


def draino(*conditions: str, **values: Any) -> Member:
    """A release of draino that acts on ``conditions``."""
    return installed("./charts/draino", conditions=list(conditions), **values)


def detector(*conditions: str) -> Member:
    """A release of node-problem-detector that sets ``conditions``."""
    rules = [{"type": "permanent", "condition": condition} for condition in conditions]
    settings = {
        "log_monitors": ["/custom-config/mine.json"],
        "custom_monitor_definitions": {"mine.json": json.dumps({"rules": rules})},
    }
    return installed("oci://registry.example.com/node-problem-detector", "detector", settings=settings)


def group(**props: Any) -> Member:
    """A node group of the cluster ``blue``."""
    return Member(NODE_GROUP, "group", {"clusterName": "blue", **props})


def autoscaler(cluster: str) -> Member:
    """cluster-autoscaler that looks for ``cluster``."""
    return installed("cluster-autoscaler", autoDiscovery={"clusterName": cluster})


DEADLOCK: Final = "KernelDeadlock=True,1m"

EXAMPLES: Final = (
    Example(
        remediated_conditions_are_monitored.RULE,
        good=[group(), detector("KernelDeadlock"), draino(DEADLOCK, "Ready=Unknown,10m")],
        bad=[group(), detector("XfsShutdown"), draino(DEADLOCK)],
        says="values.conditions[0]: KernelDeadlock: nothing in this stack ever sets that.",
        unknown=[group(), detector("KernelDeadlock"), draino(UNKNOWN)],
        waits="values.conditions[0]",
    ),
    Example(
        monitored_conditions_are_remediated.RULE,
        good=[group(), detector("KernelDeadlock", "NTPProblem"), draino(DEADLOCK)],
        bad=[group(), draino(DEADLOCK), detector("KernelDeadlock", "XfsShutdown")],
        says="values.settings.log_monitors[0]: it sets XfsShutdown, on which no engine acts.",
        unknown=[group(), detector("XfsShutdown"), draino(DEADLOCK, UNKNOWN)],
        waits="its conditions, or those of node-problem-detector",
    ),
    Example(
        engine_and_autoscaler.RULE,
        good=[group(), draino(DEADLOCK), installed("karpenter", "karpenter")],
        bad=[group(), draino(DEADLOCK)],
        says="The stack, autoscaler: none.",
        unknown=[group(), draino(UNKNOWN), installed("karpenter", "karpenter")],
        waits=None,
    ),
    Example(
        autoscaler_finds_groups.RULE,
        good=[group(), autoscaler("blue")],
        bad=[group(), autoscaler("green")],
        says="values.autoDiscovery.clusterName: 'green'.",
        unknown=[group(), autoscaler(UNKNOWN)],
        waits="values.autoDiscovery.clusterName",
    ),
    Example(
        one_engine_per_node_group.RULE,
        good=[group(nodeRepairConfig={"enabled": False}), draino(DEADLOCK)],
        bad=[draino(DEADLOCK), group(nodeRepairConfig={"enabled": True})],
        says="nodeRepairConfig.enabled: EKS node repair, beside draino ('subject'), "
        "which acts on the same nodes.",
        unknown=[group(nodeRepairConfig={"enabled": True})],
        waits=None,
    ),
    Example(
        unready_nodes_wait.RULE,
        good=[group(), draino("Ready=Unknown,5m", "Ready=False,1m")],
        bad=[group(), draino("Ready=Unknown,90s")],
        says="values.conditions[0]: Ready=Unknown after 90 s.",
        unknown=[group(), draino(UNKNOWN)],
        waits="values.conditions[0]",
    ),
    Example(
        drains_are_spaced.RULE,
        good=[group(), draino(DEADLOCK, drainBuffer="10m")],
        bad=[group(), draino(DEADLOCK, drainBuffer="1m30s")],
        says="values.drainBuffer: 90 s between two drains.",
        unknown=[group(), draino(DEADLOCK, drainBuffer=UNKNOWN)],
        waits="values.drainBuffer",
    ),
    Example(
        breaker_is_set.RULE,
        good=[installed("pitstop", settings={"breaker": {"groupShare": 0.2}}), group()],
        bad=[group(), installed("pitstop", settings={"breaker": {"groupShare": 0.9}})],
        says="values.settings.breaker.groupShare: 90% of the nodes may be sick before pitstop stops.",
        unknown=[group(), installed("pitstop", settings={"breaker": {"groupShare": UNKNOWN}})],
        waits="values.settings.breaker.groupShare",
    ),
    Example(
        node_groups_can_replace.RULE,
        good=one(NODE_GROUP, scalingConfig={"minSize": 2, "maxSize": 3}),
        bad=one(NODE_GROUP, scalingConfig={"minSize": 3, "maxSize": 3}),
        says="scalingConfig.minSize, maxSize: 3 and 3.",
        unknown=one(NODE_GROUP, scalingConfig={"minSize": 3, "maxSize": UNKNOWN}),
        waits="scalingConfig.minSize, maxSize",
    ),
    Example(
        critical_addons_have_budgets.RULE,
        good=[group(), installed("prometheus-adapter", replicas=1)],
        bad=[group(), installed("prometheus-adapter", replicas=2)],
        says="values.podDisruptionBudget.enabled: not set.",
        unknown=[group(), installed("prometheus-adapter", replicas=UNKNOWN)],
        waits="values.podDisruptionBudget.enabled",
    ),
)
