"""Instance types stay within what may be spent, wherever one stands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from guardrails.billing.billing_safe_instance_types import RULE
from guardrails.core.data import load

from tests.unit.guardrails.as_engine import UNKNOWN, Verdict, judge

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
            "Fix: use m5a.4xlarge (0.688 USD/h, 16 vCPU), the cheapest type with as many vCPU and as much "
            "memory, or add 'm7i.4xlarge' to allowedTypes in the policy config "
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


SERVICES: dict[str, tuple[str, dict[str, Any]]] = {
    "db.m6i.24xlarge": ("aws:rds/instance:Instance", {"engine": "mysql", "instanceClass": "db.m6i.24xlarge"}),
    "db.r5.24xlarge": ("aws:rds/clusterInstance:ClusterInstance", {"engine": "aurora-postgresql"}),
    "db.r6g.16xlarge": ("aws:docdb/clusterInstance:ClusterInstance", {}),
    "db.r5d.24xlarge": ("aws:neptune/clusterInstance:ClusterInstance", {}),
    "cache.r6g.16xlarge": ("aws:elasticache/replicationGroup:ReplicationGroup", {}),
    "r6g.12xlarge.search": ("aws:opensearch/domain:Domain", {}),
    "or1.16xlarge.search": ("aws:opensearch/domain:Domain", {}),
    "ra3.16xlarge": ("aws:redshift/cluster:Cluster", {}),
    "kafka.m5.24xlarge": ("aws:msk/cluster:Cluster", {}),
    "mq.m5.4xlarge": ("aws:mq/broker:Broker", {}),
    "dax.r5.24xlarge": ("aws:dax/cluster:Cluster", {}),
    "ml.m5.24xlarge": ("aws:sagemaker/notebookInstance:NotebookInstance", {}),
}
PATHS = {
    "aws:rds/clusterInstance:ClusterInstance": "instanceClass",
    "aws:docdb/clusterInstance:ClusterInstance": "instanceClass",
    "aws:neptune/clusterInstance:ClusterInstance": "instanceClass",
    "aws:elasticache/replicationGroup:ReplicationGroup": "nodeType",
    "aws:redshift/cluster:Cluster": "nodeType",
    "aws:mq/broker:Broker": "hostInstanceType",
    "aws:dax/cluster:Cluster": "nodeType",
    "aws:sagemaker/notebookInstance:NotebookInstance": "instanceType",
    "aws:opensearch/domain:Domain": "clusterConfig.instanceType",
    "aws:msk/cluster:Cluster": "brokerNodeGroupInfo.instanceType",
}


def offered() -> set[str]:
    """Every type of a service, as cfn-lint and botocore have them, and MSK's, as they are priced."""
    services = load("service_types")["services"].values()
    names = {
        f"{family}.{size}" for offer in services for family, sizes in offer.items() for size in sizes.split()
    }
    return names | set(load("service_prices")["usd_per_hour"]["msk"])


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_advised_is_one_of_the_service_s_own_types(name: str) -> None:
    token, props = SERVICES[name]
    path = PATHS.get(token, "instanceClass")
    head, _, rest = path.partition(".")
    (message,) = judge(RULE, token, {**props, head: {rest: name} if rest else name}).violations
    advised = re.search(r"Fix: use (\S+) \(", message)
    assert advised is not None, message
    assert advised.group(1) in offered()


@pytest.mark.parametrize(
    ("token", "props"),
    [
        (
            "aws:rds/clusterInstance:ClusterInstance",
            {"engine": "aurora-mysql", "instanceClass": "db.serverless"},
        ),
        ("aws:redshift/cluster:Cluster", {"nodeType": "dc2.large"}),
        ("aws:opensearch/domain:Domain", {"clusterConfig": {"instanceType": "or1.large.search"}}),
        ("aws:opensearch/domain:Domain", {"clusterConfig": {"warmType": "ultrawarm1.medium.search"}}),
        ("aws:msk/cluster:Cluster", {"brokerNodeGroupInfo": {"instanceType": "express.m7g.large"}}),
        ("aws:sagemaker/app:App", {"resourceSpec": {"instanceType": "system"}}),
    ],
)
def test_what_a_service_has_is_no_unknown_type_of_ec2(token: str, props: dict[str, Any]) -> None:
    assert judge(RULE, token, props) == Verdict(())


BATCH = "aws:batch/computeEnvironment:ComputeEnvironment"


@pytest.mark.parametrize(
    ("word", "dearest"), [("optimal", "r4.16xlarge"), ("t3", None), ("c5", "c5.24xlarge")]
)
def test_batch_may_choose_within_a_family(word: str, dearest: str | None) -> None:
    found = judge(RULE, BATCH, {"computeResources": {"instanceTypes": [word]}}).violations
    assert [f"up to {dearest} (" in message for message in found] == ([True] if dearest else [])


@pytest.mark.parametrize(
    ("token", "props", "says"),
    [
        (
            "aws:rds/cluster:Cluster",
            {
                "engine": "aurora-mysql",
                "serverlessv2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 128},
            },
            "serverlessv2ScalingConfiguration.maxCapacity: 128 ACU (15.36 USD/h).",
        ),
        (
            "aws:redshiftserverless/workgroup:Workgroup",
            {"baseCapacity": 8, "maxCapacity": 512},
            "maxCapacity: 512 RPU (192.00 USD/h).",
        ),
        (
            "aws:glue/job:Job",
            {"workerType": "G.2X", "numberOfWorkers": 50},
            "numberOfWorkers: 100 DPU (44.00 USD/h).",
        ),
        ("aws:kinesis/stream:Stream", {"shardCount": 1000}, "shardCount: 1000 shard (15.00 USD/h)."),
        (
            "aws:dynamodb/table:Table",
            {"readCapacity": 10, "writeCapacity": 40_000},
            "writeCapacity: 40000 WCU (26.00 USD/h).",
        ),
    ],
)
def test_capacities_without_instances_are_judged_by_what_they_cost_at_most(
    token: str, props: dict[str, Any], says: str
) -> None:
    (message,) = judge(RULE, token, props).violations
    assert message.startswith(f"{token} 'subject', {says}\nMust be: up to 5 USD/h.")
    assert judge(RULE, token, props, {"maxServerlessUsdPerHour": 500}) == Verdict(())


def test_a_table_billed_by_the_request_has_no_capacity() -> None:
    props = {"billingMode": "PAY_PER_REQUEST", "readCapacity": 40_000}
    assert judge(RULE, "aws:dynamodb/table:Table", props) == Verdict(())
