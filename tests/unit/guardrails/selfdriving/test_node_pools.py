"""Karpenter's pools and EKS Auto Mode beside the engines."""

from __future__ import annotations

from typing import Any

from guardrails.selfdriving import engine_and_autoscaler, one_engine_per_node_group

from tests.unit.guardrails.as_engine import Member, judge_stack
from tests.unit.guardrails.examples.selfdriving import DEADLOCK, draino, group, installed

REPAIRED = {"nodeRepairConfig": {"enabled": True}}
ONLY_POOLS = "'karpenter.sh/nodepool' in metadata.labels"


def auto_mode(enabled: bool = True) -> Member:
    return Member("aws:eks/cluster:Cluster", "cluster", {"computeConfig": {"enabled": enabled}})


def violations(rule: Any, *members: Member) -> tuple[str, ...]:
    return judge_stack(rule, list(members), {}).violations


def test_draino_for_pools_and_node_repair_for_groups_do_not_meet() -> None:
    beside = draino(DEADLOCK, nodeLabelExpression=ONLY_POOLS)
    assert violations(one_engine_per_node_group.RULE, group(**REPAIRED), beside) == ()
    (message,) = violations(one_engine_per_node_group.RULE, group(**REPAIRED), draino(DEADLOCK))
    assert "EKS node repair, beside draino ('subject'), which acts on the same nodes" in message


def test_no_engine_runs_beside_auto_mode() -> None:
    (message,) = violations(one_engine_per_node_group.RULE, group(), draino(DEADLOCK), auto_mode())
    assert "computeConfig.enabled: EKS Auto Mode, beside draino ('subject')" in message
    without = violations(one_engine_per_node_group.RULE, group(), draino(DEADLOCK), auto_mode(enabled=False))
    assert without == ()


def test_auto_mode_is_both_engine_and_autoscaler() -> None:
    assert violations(engine_and_autoscaler.RULE, group(), auto_mode()) == ()
    assert len(violations(engine_and_autoscaler.RULE, group(), auto_mode(enabled=False))) == 2


def test_pitstop_beside_karpenter_replaces_nodes() -> None:
    settings = {"faults": [DEADLOCK], "replace": {"strategy": "owner"}}
    assert (
        violations(engine_and_autoscaler.RULE, group(), installed("./charts/pitstop", settings=settings))
        == ()
    )
