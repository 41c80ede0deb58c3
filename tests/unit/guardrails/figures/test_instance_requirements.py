"""Requirements admit the types that EC2 and Karpenter would choose from."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.billing.billing_safe_instance_types import RULE
from guardrails.figures.instance_requirements import admitted_by_ec2, admitted_by_karpenter

from tests.unit.guardrails.as_engine import UNKNOWN, judge

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
POOL = "kubernetes:karpenter.sh/v1:NodePool"
SMALL: dict[str, Any] = {
    "vcpuCount": {"min": 2, "max": 2},
    "memoryMib": {"min": 8192, "max": 8192},
    "acceleratorCount": {"max": 0},
}


def names(found: list[Any]) -> set[str]:
    return {one.name for one in found}


def test_ec2_leaves_out_metal_and_burstable_types_unless_asked() -> None:
    wish: dict[str, Any] = {**SMALL, "allowedInstanceTypes": ["m5.*", "t3.*"]}
    plain = names(admitted_by_ec2(wish))
    asked = names(admitted_by_ec2({**wish, "burstablePerformance": "included"}))
    assert plain == {"m5.large"}
    assert asked == {"m5.large", "t3.large"}


def test_excluded_types_are_out() -> None:
    wish: dict[str, Any] = {
        **SMALL,
        "allowedInstanceTypes": ["m5*.large"],
        "excludedInstanceTypes": ["m5?.*", "m5??.*"],
    }
    assert names(admitted_by_ec2(wish)) == {"m5.large"}


@pytest.mark.parametrize(
    ("requirements", "admitted"),
    [
        (
            [{"key": "node.kubernetes.io/instance-type", "operator": "In", "values": ["t3.large"]}],
            {"t3.large"},
        ),
        (
            [
                {"key": "karpenter.k8s.aws/instance-family", "operator": "In", "values": ["t3"]},
                {"key": "eks.amazonaws.com/instance-memory", "operator": "Lt", "values": ["2000"]},
                {"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["spot"]},
            ],
            {"t3.nano", "t3.micro"},
        ),
        (
            [
                {"key": "karpenter.k8s.aws/instance-family", "operator": "In", "values": ["t3"]},
                {
                    "key": "karpenter.k8s.aws/instance-size",
                    "operator": "NotIn",
                    "values": ["nano", "micro", "small"],
                },
                {"key": "karpenter.k8s.aws/instance-cpu", "operator": "Gt", "values": ["4"]},
            ],
            {"t3.2xlarge"},
        ),
    ],
)
def test_karpenter_labels_are_understood(requirements: list[Any], admitted: set[str]) -> None:
    assert names(admitted_by_karpenter(requirements)) == admitted


def pool(requirements: Any) -> dict[str, Any]:
    return {"spec": {"template": {"spec": {"requirements": requirements}}}}


def test_a_pool_without_requirements_may_launch_anything_and_is_refused() -> None:
    (message,) = judge(RULE, POOL, pool([]), {"maxUsdPerHour": 1}).violations
    assert message.startswith(
        "kubernetes:karpenter.sh/v1:NodePool 'subject', spec.template.spec.requirements: "
    )
    assert "types that are not allowed, up to u" in message


def test_a_pool_of_small_types_passes_and_one_that_is_not_known_yet_waits() -> None:
    small = [{"key": "node.kubernetes.io/instance-type", "operator": "In", "values": ["t3.large"]}]
    assert judge(RULE, POOL, pool(small), {}).silent
    assert judge(RULE, POOL, pool(UNKNOWN), {}).unseen is not None


def test_requirements_that_admit_only_allowed_types_pass() -> None:
    wish: dict[str, Any] = {**SMALL, "allowedInstanceTypes": ["m5.*"]}
    assert judge(RULE, TEMPLATE, {"instanceRequirements": wish}, {}).silent
