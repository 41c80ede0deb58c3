"""Examples of the rules about money. The day is 1 November 2026."""

from __future__ import annotations

from typing import Any, Final

from guardrails.billing import (
    billing_safe_instance_types,
    eks_version_in_standard_support,
    eks_version_support_ends_soon,
    elastic_ips_in_use,
    log_groups_have_retention,
    monthly_budget,
    nat_gateways_per_zone,
    node_count_ceiling,
    node_pools_have_limits,
)

from tests.unit.guardrails.as_engine import UNKNOWN, Member
from tests.unit.guardrails.examples.example import Example
from tests.unit.guardrails.examples.safety import CLUSTER, NODE_GROUP, SUBNET, one

NAT: Final = "aws:ec2/natGateway:NatGateway"
EIP: Final = "aws:ec2/eip:Eip"


def sized(largest: Any, kind: str = "t3.large") -> list[Member]:
    """A node group that may grow to ``largest``."""
    sizes = {"minSize": 1, "desiredSize": 2, "maxSize": largest}
    return one(NODE_GROUP, instanceTypes=[kind], scalingConfig=sizes)


def pool(cpu: Any) -> list[Member]:
    """A NodePool whose nodes have at most so many vCPUs."""
    return one("kubernetes:karpenter.sh/v1:NodePool", spec={"limits": {"cpu": cpu}})


def gateways(zone: Any) -> list[Member]:
    """Two gateways: one in zone a, the other in ``zone``."""
    return [
        Member(SUBNET, "a", {"availabilityZone": "eu-west-1a", "vpcId": "vpc-1"}),
        Member(SUBNET, "b", {"availabilityZone": zone, "vpcId": "vpc-1"}),
        Member(NAT, "first", {"subnetId": UNKNOWN}, references={"subnetId": ["a"]}),
        Member(NAT, "subject", {"subnetId": UNKNOWN}, references={"subnetId": ["b"]}),
    ]


EXAMPLES: Final = (
    Example(
        billing_safe_instance_types.RULE,
        good=one(NODE_GROUP, instanceTypes=["t3.large"]),
        bad=one(NODE_GROUP, instanceTypes=["t3.large", "m5.8xlarge"]),
        says="instanceTypes[1]: m5.8xlarge (1.536 USD/h, 32 vCPU) costs more than 0.5 USD/h, "
        "has more than 16 vCPU.",
        unknown=one(NODE_GROUP, instanceTypes=[UNKNOWN]),
        waits="instanceTypes[0]",
    ),
    Example(
        monthly_budget.RULE,
        good=sized(3),
        bad=sized(40),
        says="worst case cost: 2,493.44 USD a month",
        unknown=sized(UNKNOWN),
        waits="instance types and sizes (its cost)",
        config={"expectedUsd": 500, "worstUsd": 1000},
    ),
    Example(
        node_count_ceiling.RULE,
        good=sized(10),
        bad=sized(11),
        says="scalingConfig.maxSize: 11 nodes.",
        unknown=sized(UNKNOWN),
        waits="scalingConfig.maxSize",
    ),
    Example(
        node_pools_have_limits.RULE,
        good=pool("100"),
        bad=pool("101"),
        says="spec.limits.cpu: 101 vCPU.",
        unknown=pool(UNKNOWN),
        waits="spec.limits.cpu",
    ),
    Example(
        nat_gateways_per_zone.RULE,
        good=gateways("eu-west-1b"),
        bad=gateways("eu-west-1a"),
        says="subnetId: NAT gateway number 2 in eu-west-1a.",
        unknown=gateways(UNKNOWN),
        waits="subnetId (which zone it is in)",
    ),
    Example(
        elastic_ips_in_use.RULE,
        good=[
            Member(EIP, "subject", {"domain": "vpc"}),
            Member(NAT, "nat", {"allocationId": UNKNOWN}, references={"allocationId": ["subject"]}),
        ],
        bad=one(EIP, domain="vpc"),
        says="instance, networkInterface: an address that nothing in this stack uses (3.65 USD a month).",
        unknown=one(EIP, instance=UNKNOWN),
        waits=None,
    ),
    Example(
        log_groups_have_retention.RULE,
        good=one("aws:cloudwatch/logGroup:LogGroup", retentionInDays=30),
        bad=one("aws:cloudwatch/logGroup:LogGroup", retentionInDays=0),
        says="retentionInDays: 0.",
        unknown=one("aws:cloudwatch/logGroup:LogGroup", retentionInDays=UNKNOWN),
        waits="retentionInDays",
    ),
    Example(
        eks_version_in_standard_support.RULE,
        good=one(CLUSTER, version="1.34"),
        bad=one(CLUSTER, version="1.33"),
        says="version: 1.33, in standard support until 2026-07-29 only (then 0.60 USD/h, not 0.10).",
        unknown=one(CLUSTER, version=UNKNOWN),
        waits="version",
    ),
    Example(
        eks_version_support_ends_soon.RULE,
        good=one(CLUSTER, version="1.35"),
        bad=one(CLUSTER, version="1.34"),
        says="version: 1.34, whose standard support ends in 31 days, on 2026-12-02.",
        unknown=one(CLUSTER, version=UNKNOWN),
        waits="version",
    ),
)
