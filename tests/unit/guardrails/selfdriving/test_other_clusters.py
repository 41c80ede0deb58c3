"""The loop's own rules on clusters that this project didn't make."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.safety import node_groups_in_private_subnets
from guardrails.selfdriving import engine_and_autoscaler, node_groups_can_replace

from tests.unit.guardrails.as_engine import UNKNOWN, Member, judge, judge_stack

RULE = engine_and_autoscaler.RULE
GROUP = "aws:autoscaling/group:Group"
MAKERS = ("eks:index:Cluster", "eks:index:NodeGroup", "eks:index:NodeGroupV2")


def group(tags: Any = (), parents: tuple[str, ...] = (), **props: Any) -> Member:
    return Member(GROUP, "workers", {"tags": list(tags), **props}, parents=parents)


def deployment(image: str) -> Member:
    container = {"image": image}
    spec = {"spec": {"template": {"spec": {"containers": [container]}}}}
    return Member("kubernetes:apps/v1:Deployment", image, spec)


def missing(*members: Member) -> list[str]:
    """Which halves of the loop the rule misses."""
    said = judge_stack(RULE, members).violations
    return [message.partition(":")[0].removeprefix("The stack, ") for message in said]


@pytest.mark.parametrize("maker", MAKERS)
def test_a_self_managed_group_of_pulumi_eks_needs_both_halves(maker: str) -> None:
    assert missing(group(parents=(maker,))) == ["remediation engine", "autoscaler"]


def test_an_older_group_is_a_stack_of_cloudformation() -> None:
    stack = "aws:cloudformation/stack:Stack"
    inside = Member(stack, "nodes", {}, parents=("eks:index:NodeGroup",))
    assert missing(inside) == ["remediation engine", "autoscaler"]
    assert missing(Member(stack, "mail", {})) == []


def test_a_group_of_nodes_is_known_by_its_tag_and_any_other_is_left_alone() -> None:
    tag = {"key": "kubernetes.io/cluster/shop", "value": "owned", "propagateAtLaunch": True}
    assert missing(group([tag])) == ["remediation engine", "autoscaler"]
    assert missing(group([{"key": "Owner", "value": "web", "propagateAtLaunch": True}])) == []


def test_a_group_whose_tags_are_not_known_yet_may_hold_nodes() -> None:
    found = judge_stack(RULE, [group([{"key": UNKNOWN, "value": "owned"}])])
    assert found.violations == ()
    assert found.unseen is not None
    assert "'workers': tags (whether it holds nodes)" in found.unseen


def test_what_a_chart_or_manifests_install_is_known_by_its_image() -> None:
    nodes = group(parents=MAKERS[:1])
    autoscaler = deployment("registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0")
    engine = deployment("registry.example.com:5000/planetlabs/draino@sha256:0")
    assert missing(nodes, autoscaler) == ["remediation engine"]
    assert missing(nodes, engine) == ["autoscaler"]
    assert missing(nodes, engine, deployment("public.ecr.aws/karpenter/controller:1.9.0")) == []
    assert missing(nodes, deployment("ghcr.io/shop/web-cluster-autoscaler-demo:1")) == missing(nodes)


def test_pulumi_eks_groups_need_room_to_replace_a_node() -> None:
    sizes = {"minSize": 3, "maxSize": 3}
    rule = node_groups_can_replace.RULE
    assert len(judge(rule, GROUP, sizes, parents=("eks:index:NodeGroupV2",)).violations) == 1
    assert judge(rule, GROUP, sizes).silent


def test_subnets_that_were_looked_up_are_said_to_be_unjudged_in_an_update_too() -> None:
    members = [
        Member(
            "aws:eks/nodeGroup:NodeGroup", "workers", {"subnetIds": ["subnet-0a1"], "clusterName": "shop"}
        ),
        Member("aws:ec2/subnet:Subnet", "own", {"id": "subnet-9", "mapPublicIpOnLaunch": True}),
    ]
    found = judge_stack(node_groups_in_private_subnets.RULE, members)
    assert found.violations == ()
    assert found.unseen == (
        "not made by this program: aws:eks/nodeGroup:NodeGroup 'workers': subnetIds (subnet-0a1). "
        "The rule can't judge it: read it where it is made."
    )
