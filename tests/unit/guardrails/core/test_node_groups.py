"""Which Auto Scaling groups hold nodes: those that Kubernetes' own tags say it of."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.rule import ResourceRule
from guardrails.safety import node_groups_in_private_subnets
from guardrails.selfdriving import autoscaler_finds_groups, node_groups_can_replace

from tests.unit.guardrails.as_engine import UNKNOWN, Member, Verdict, judge, judge_stack
from tests.unit.guardrails.examples.safety import SUBNET
from tests.unit.guardrails.examples.selfdriving import autoscaler, group

ASG = "aws:autoscaling/group:Group"
RULES = (node_groups_can_replace.RULE, autoscaler_finds_groups.RULE, node_groups_in_private_subnets.RULE)
HIDDEN = f"{ASG} 'bastion': tags (whether it holds nodes)"


def bastion(*keys: str) -> list[Member]:
    """An instance that heals itself in a public subnet, with tags called ``keys``, beside an autoscaler."""
    tags = [{"key": key, "value": "owned", "propagateAtLaunch": True} for key in keys]
    props = {"minSize": 1, "maxSize": 1, "tags": tags, "vpcZoneIdentifiers": ["subnet-a"]}
    return [
        group(),
        Member(SUBNET, "a", {"id": "subnet-a", "mapPublicIpOnLaunch": True}),
        autoscaler("blue"),
        Member(ASG, "bastion", props),
    ]


def verdict(rule: Any, members: list[Member]) -> Verdict:
    if isinstance(rule, ResourceRule):
        return judge(rule, ASG, members[-1].props, name="bastion")
    return judge_stack(rule, members)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_group_that_holds_no_nodes_is_nobodys_business(rule: Any) -> None:
    assert verdict(rule, bastion("Name")) == Verdict(())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_group_whose_tag_names_a_cluster_is_judged(rule: Any) -> None:
    (message,) = verdict(rule, bastion("Name", "kubernetes.io/cluster/blue")).violations
    assert message.startswith(f"{ASG} 'bastion', ")


@pytest.mark.parametrize(
    ("rule", "waits"),
    [(RULES[0], HIDDEN), (RULES[1], f"{ASG} 'bastion': tags[1].key"), (RULES[2], HIDDEN)],
    ids=[rule.name for rule in RULES],
)
def test_while_a_tag_is_not_known_the_rule_waits(rule: Any, waits: str) -> None:
    found = verdict(rule, bastion("Name", UNKNOWN))
    assert found == Verdict((), f"not known before the update: {waits}. The rule decides in the update.")
