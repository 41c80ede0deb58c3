"""Instance types stay within what may be spent, wherever one stands."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.billing.billing_safe_instance_types import RULE

from tests.unit.guardrails.as_engine import UNKNOWN, judge

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
LIMITS = {"allowedFamilies": ["m7i", "t3"], "maxUsdPerHour": 0.25, "maxVcpu": 8}


def test_a_small_type_passes() -> None:
    assert judge(RULE, NODE_GROUP, {"instanceTypes": ["t3.large", "m7i.large"]}, LIMITS).silent


def test_a_dear_type_is_named_with_its_price_the_limits_and_a_cheaper_type() -> None:
    verdict = judge(RULE, NODE_GROUP, {"instanceTypes": ["t3.large", "m7i.4xlarge"]}, {"maxUsdPerHour": 0.7})
    assert verdict.violations == (
        (
            "aws:eks/nodeGroup:NodeGroup 'subject', instanceTypes[1]: m7i.4xlarge (0.8064 USD/h, 16 vCPU) "
            "costs more than 0.7 USD/h.\n"
            "Must be: of any family, up to 0.7 USD/h, 16 vCPU, 0 GPU, no metal.\n"
            "Fix: use m6a.4xlarge (0.6912 USD/h, 16 vCPU), the nearest cheaper type with as many vCPUs, "
            "or add 'm7i.4xlarge' to allowedTypes in the policy config "
            "(prices as of 2026-07-20, us-east-1).\n"
            "Read more: https://aws.amazon.com/ec2/pricing/on-demand/"
        ),
    )


def test_an_unknown_type_is_said_to_be_unseen() -> None:
    verdict = judge(RULE, NODE_GROUP, {"instanceTypes": ["t3.large", UNKNOWN]}, LIMITS)
    assert verdict.violations == ()
    assert verdict.unseen == (
        "not known before the update: aws:eks/nodeGroup:NodeGroup 'subject': instanceTypes[1]. "
        "The rule decides in the update."
    )


def test_what_can_be_seen_is_judged_although_something_else_can_not() -> None:
    verdict = judge(RULE, NODE_GROUP, {"instanceTypes": [UNKNOWN, "p4d.24xlarge"]}, LIMITS)
    assert len(verdict.violations) == 1
    assert verdict.unseen is not None


@pytest.mark.parametrize(
    ("resource_type", "props"),
    [
        ("aws:rds/instance:Instance", {"instanceClass": "db.r5.24xlarge"}),
        ("aws:opensearch/domain:Domain", {"clusterConfig": {"instanceType": "r5.12xlarge.search"}}),
    ],
)
def test_services_are_judged_by_the_type_they_run_on(resource_type: str, props: dict[str, Any]) -> None:
    assert len(judge(RULE, resource_type, props, {"maxVcpu": 8}).violations) == 1
