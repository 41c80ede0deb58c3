"""Databases, caches, brokers, tasks and network services: counted as often as there are of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.cost import Estimate, estimate
from guardrails.cost.table import untold
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

HOURS: Final = 730


def resource(token: str, props: Mapping[str, Any], *, name: str = "it", **references: str) -> Resource:
    hints = {prop: (f"urn:{hint}",) for prop, hint in references.items()}
    return Resource(token, name, f"urn:{name}", props, {}, references=hints)


def of(token: str, **props: Any) -> Estimate:
    return estimate([resource(token, props)])


INVOICED: Final[tuple[tuple[str, dict[str, Any], float], ...]] = (
    # (type, properties, USD a month): sums of cost tools' own tests against AWS's price list.
    ("aws:rds/instance:Instance", {"engine": "mysql", "instanceClass": "db.t3.large"}, 99.28),
    (
        "aws:rds/instance:Instance",
        {"engine": "mysql", "instanceClass": "db.t3.large", "multiAz": True},
        198.56,
    ),
    (
        "aws:rds/instance:Instance",
        {
            "engine": "mysql",
            "instanceClass": "db.t3.large",
            "allocatedStorage": 100,
            "storageType": "io1",
            "iops": 1200,
        },
        99.28 + 12.50 + 120,
    ),
    (
        "aws:rds/instance:Instance",
        {"engine": "mysql", "instanceClass": "db.t3.large", "allocatedStorage": 30, "multiAz": True},
        198.56 + 6.90,
    ),
    (
        "aws:rds/clusterInstance:ClusterInstance",
        {"engine": "aurora-mysql", "instanceClass": "db.t3.large"},
        119.72,
    ),
    ("aws:elasticache/cluster:Cluster", {"nodeType": "cache.m4.large", "numCacheNodes": 2}, 227.76),
    (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"nodeType": "cache.m4.large", "numNodeGroups": 4, "replicasPerNodeGroup": 3},
        1822.08,
    ),
    (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"nodeType": "cache.r5.4xlarge", "numCacheClusters": 3},
        3775.56,
    ),
    (
        "aws:msk/cluster:Cluster",
        {
            "numberOfBrokerNodes": 4,
            "brokerNodeGroupInfo": {
                "instanceType": "kafka.m5.24xlarge",
                "storageInfo": {"ebsStorageInfo": {"volumeSize": 1000}},
            },
        },
        29433.60 + 400,
    ),
    (
        "aws:opensearch/domain:Domain",
        {
            "clusterConfig": {
                "instanceType": "c4.2xlarge.search",
                "instanceCount": 3,
                "dedicatedMasterEnabled": True,
                "dedicatedMasterType": "c4.8xlarge.search",
                "dedicatedMasterCount": 1,
                "warmType": "ultrawarm1.medium.search",
                "warmCount": 2,
            },
        },
        1285.53 + 1713.31 + 347.48,
    ),
    (
        "aws:opensearch/domain:Domain",
        {
            "clusterConfig": {"instanceType": "c4.2xlarge.search"},
            "ebsOptions": {"ebsEnabled": True, "volumeSize": 400, "volumeType": "gp2"},
        },
        428.51 + 54,
    ),
    ("aws:redshift/cluster:Cluster", {"nodeType": "dc2.large", "numberOfNodes": 4}, 730.00),
    ("aws:redshift/cluster:Cluster", {"nodeType": "ra3.4xlarge", "numberOfNodes": 6}, 14278.80),
    (
        "aws:mq/broker:Broker",
        {"hostInstanceType": "mq.m5.large", "deploymentMode": "ACTIVE_STANDBY_MULTI_AZ"},
        420.48,
    ),
    (
        "aws:mq/broker:Broker",
        {"hostInstanceType": "mq.m5.xlarge", "deploymentMode": "CLUSTER_MULTI_AZ"},
        1261.44,
    ),
    ("aws:kinesis/stream:Stream", {"shardCount": 4}, 43.80),
    ("aws:kinesis/stream:Stream", {"streamModeDetails": {"streamMode": "ON_DEMAND"}}, 29.20),
    ("aws:networkfirewall/firewall:Firewall", {"subnetMappings": [{"subnetId": "a"}]}, 288.35),
    ("aws:networkfirewall/firewall:Firewall", {"subnetMappings": [UNKNOWN_STRING_VALUE] * 2}, 2 * 288.35),
    ("aws:ec2transitgateway/vpcAttachment:VpcAttachment", {}, 36.50),
    ("aws:ec2/vpnConnection:VpnConnection", {}, 36.50),
    ("aws:route53/resolverEndpoint:ResolverEndpoint", {"ipAddresses": [{}, {}]}, 182.50),
    ("aws:route53/zone:Zone", {}, 0.50),
    ("aws:transfer/server:Server", {"protocols": ["SFTP", "FTPS"]}, 2 * 219.00),
    ("aws:acmpca/certificateAuthority:CertificateAuthority", {}, 400.00),
    ("aws:acmpca/certificateAuthority:CertificateAuthority", {"usageMode": "SHORT_LIVED_CERTIFICATE"}, 50.00),
    ("aws:mwaa/environment:Environment", {"environmentClass": "mw1.large"}, 722.70),
    ("aws:cloudhsmv2/hsm:Hsm", {}, 1168.00),
    ("aws:secretsmanager/secret:Secret", {}, 0.40),
    ("aws:globalaccelerator/accelerator:Accelerator", {}, 18.25),
    ("aws:elb/loadBalancer:LoadBalancer", {}, 18.25),
)


@pytest.mark.parametrize(("token", "props", "usd"), INVOICED)
def test_what_a_service_costs(token: str, props: dict[str, Any], usd: float) -> None:
    found = of(token, **props)
    assert found.expected == pytest.approx(usd, abs=0.02)
    assert (found.unpriced, found.pending) == ([], [])


@pytest.mark.parametrize(
    ("token", "props"),
    [
        (
            "aws:rds/instance:Instance",
            {"engine": "mysql", "instanceClass": "db.t3.large", "multiAz": UNKNOWN_STRING_VALUE},
        ),
        ("aws:rds/instance:Instance", {"engine": UNKNOWN_STRING_VALUE, "instanceClass": "db.t3.large"}),
        (
            "aws:elasticache/cluster:Cluster",
            {"nodeType": "cache.m4.large", "numCacheNodes": UNKNOWN_STRING_VALUE},
        ),
        ("aws:kinesis/stream:Stream", {"shardCount": UNKNOWN_STRING_VALUE}),
        ("aws:networkfirewall/firewall:Firewall", {"subnetMappings": UNKNOWN_STRING_VALUE}),
        ("aws:dynamodb/table:Table", {"billingMode": UNKNOWN_STRING_VALUE, "readCapacity": 5}),
    ],
)
def test_a_count_that_is_not_known_yet_is_said(token: str, props: dict[str, Any]) -> None:
    assert of(token, **props).pending != []


TASK: Final = {"arn": "arn:web:1", "family": "web", "cpu": "512", "memory": "1024"}


def service(**props: Any) -> list[Resource]:
    return [
        resource("aws:ecs/taskDefinition:TaskDefinition", TASK, name="task"),
        resource(
            "aws:ecs/service:Service", {"taskDefinition": "arn:web:1", "name": "web", **props}, name="service"
        ),
    ]


EACH: Final = (0.5 * 0.04048 + 1 * 0.004445) * HOURS


def test_tasks_on_fargate_are_counted_up_to_what_auto_scaling_allows() -> None:
    scaled = resource(
        "aws:appautoscaling/target:Target",
        {"maxCapacity": 10, "resourceId": UNKNOWN_STRING_VALUE},
        name="target",
        resourceId="service",
    )
    found = estimate([*service(launchType="FARGATE", desiredCount=3), scaled])
    assert [line.what for line in found.lines] == ["3 to 10 tasks of 0.5 vCPU and 1 GB"]
    assert (found.expected, found.worst) == pytest.approx((3 * EACH, 10 * EACH))


def test_a_public_address_of_each_task_is_counted() -> None:
    public = {"networkConfiguration": {"assignPublicIp": True, "subnets": ["a"]}}
    assert estimate(service(launchType="FARGATE", **public)).expected == pytest.approx(EACH + 3.65)


def test_tasks_on_instances_of_one_s_own_cost_nothing_beside_these() -> None:
    assert estimate(service(launchType="EC2")).lines == []


def test_a_definition_that_can_not_be_told_yet_is_said() -> None:
    alone = resource(
        "aws:ecs/service:Service", {"taskDefinition": UNKNOWN_STRING_VALUE, "launchType": "FARGATE"}
    )
    assert [entry.where for entry in estimate([alone]).pending] == ["launchType, taskDefinition"]


SCALING: Final = {
    "serverlessv2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 64},
    "engine": "aurora-mysql",
}


def test_serverless_instances_cost_from_the_least_to_the_most_of_their_cluster() -> None:
    cluster = resource("aws:rds/cluster:Cluster", {"id": "shop", **SCALING}, name="cluster")
    kind = {"instanceClass": "db.serverless", "engine": "aurora-mysql", "clusterIdentifier": "shop"}
    found = estimate(
        [cluster, *(resource("aws:rds/clusterInstance:ClusterInstance", kind, name=name) for name in "ab")]
    )
    assert (found.expected, found.worst) == pytest.approx((2 * 0.5 * 0.12 * HOURS, 2 * 64 * 0.12 * HOURS))
    assert [entry.resource.name for entry in found.by_use] == ["cluster"]


def test_what_is_left_out_is_counted_by_its_type() -> None:
    unknown = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
    found = estimate(
        [
            *(resource(unknown, {}, name=f"model-{number}") for number in range(3)),
            resource("aws:s3/bucket:Bucket", {}, name="bucket"),
            resource("aws:iam/role:Role", {}, name="role"),
            resource("aws:kms/key:Key", {}, name="key"),
        ]
    )
    assert untold(found) == (
        "The estimate (1.00 USD a month, 1.00 at worst) leaves out: 3 of no known price: "
        f"3 x {unknown} (no known price); 1 billed only by what is used: 1 x aws:s3/bucket:Bucket."
    )


def test_a_bucket_beside_what_has_a_price_is_worth_no_word() -> None:
    found = estimate([resource("aws:s3/bucket:Bucket", {}), resource("aws:kms/key:Key", {}, name="key")])
    assert untold(found) is None
    assert untold(of("aws:s3/bucket:Bucket")) is not None
    assert untold(of("aws:iam/role:Role")) is None


def test_unknown_is_never_a_number() -> None:
    assert of("aws:redshift/cluster:Cluster", nodeType="dc2.large", numberOfNodes=UNKNOWN).lines == []
