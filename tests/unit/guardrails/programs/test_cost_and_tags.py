"""Whole programs in the shapes of public examples: what a preview says of their cost and their tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pytest
from guardrails.rules import RULES
from pulumi.runtime.proto import analyzer_pb2

from tests.unit.guardrails.as_engine import UNKNOWN, Member, Props, run

TAGS: Final = {"tags": {"Project": "shop", "Environment": "dev", "Owner": "team-a"}}
RULES_OF_COST: Final = [
    rule for rule in RULES if rule.check.__module__.startswith(("guardrails.billing", "guardrails.tags"))
]
VPC, SUBNET = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
INSTANCE, TEMPLATE = "aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"


def said(program: Sequence[Member], config: Mapping[str, Props] | None = None) -> list[tuple[str, str]]:
    """Each finding by its rule and its first line; advisories begin with a word of theirs."""
    found = run(RULES_OF_COST, program, config)
    return [(one.policyName, _line(one)) for one in found]


def _line(one: analyzer_pb2.AnalyzeDiagnostic) -> str:
    return one.message.splitlines()[1]


def network(zones: str = "ab", **subnet: Any) -> list[Member]:
    """A VPC of its own with a subnet in each zone, before any id is known."""
    made = [Member(VPC, "vpc", {"cidrBlock": "10.0.0.0/16", **TAGS})]
    for zone in zones:
        props = {"vpcId": UNKNOWN, "availabilityZone": f"us-east-1{zone}", **subnet, **TAGS}
        made.append(Member(SUBNET, f"subnet-{zone}", props, references={"vpcId": ["vpc"]}))
    return made


def test_a_warehouse_of_redshift() -> None:
    warehouse = {
        "clusterIdentifier": "warehouse",
        "nodeType": "ra3.4xlarge",
        "numberOfNodes": 4,
        "masterPassword": UNKNOWN,
        "clusterSubnetGroupName": UNKNOWN,
    }
    program = [
        *network(),
        Member("aws:redshift/subnetGroup:SubnetGroup", "group", {"subnetIds": [UNKNOWN, UNKNOWN], **TAGS}),
        Member("aws:iam/role:Role", "loader", {"assumeRolePolicy": "{}", **TAGS}),
        Member("aws:s3/bucket:Bucket", "lake", TAGS),
        Member("aws:glue/catalogDatabase:CatalogDatabase", "catalog", TAGS),
        Member("aws:redshift/cluster:Cluster", "warehouse", {**warehouse, **TAGS}),
    ]
    node = "ra3.4xlarge (3.26 USD/h, 12 vCPU)"
    assert said(program) == [
        (
            "billing-safe-instance-types",
            f"aws:redshift/cluster:Cluster 'warehouse', nodeType: {node} costs more than 0.5 USD/h.",
        ),
        ("monthly-budget", "The stack, expected cost: 9,519.20 USD a month"),
        ("monthly-budget", "The stack, worst case cost: 9,519.20 USD a month"),
    ]


def test_wordpress_on_fargate_with_a_database() -> None:
    database = {
        "engine": "mysql",
        "instanceClass": "db.t3.small",
        "allocatedStorage": 20,
        "multiAz": True,
        "copyTagsToSnapshot": True,
        "password": UNKNOWN,
        **TAGS,
    }
    service = {
        "launchType": "FARGATE",
        "desiredCount": 2,
        "taskDefinition": UNKNOWN,
        "propagateTags": "SERVICE",
        "networkConfiguration": {"assignPublicIp": True, "subnets": [UNKNOWN, UNKNOWN]},
        **TAGS,
    }
    program = [
        *network(mapPublicIpOnLaunch=True),
        Member("aws:ec2/internetGateway:InternetGateway", "gateway", {"vpcId": UNKNOWN, **TAGS}),
        Member("aws:ec2/securityGroup:SecurityGroup", "web", {"vpcId": UNKNOWN, **TAGS}),
        Member("aws:lb/loadBalancer:LoadBalancer", "front", {"subnets": [UNKNOWN, UNKNOWN], **TAGS}),
        Member("aws:lb/targetGroup:TargetGroup", "targets", {"port": 80, **TAGS}),
        Member("aws:lb/listener:Listener", "http", {"port": 80, **TAGS}),
        Member("aws:rds/subnetGroup:SubnetGroup", "group", {"subnetIds": [UNKNOWN], **TAGS}),
        Member("aws:rds/instance:Instance", "database", database),
        Member("aws:ecs/cluster:Cluster", "cluster", TAGS),
        Member("aws:ecs/taskDefinition:TaskDefinition", "task", {"cpu": "256", "memory": "512", **TAGS}),
        Member("aws:ecs/service:Service", "wordpress", service, references={"taskDefinition": ["task"]}),
        Member("random:index/randomPassword:RandomPassword", "password", {"length": 16}),
    ]
    assert said(program) == []
    # 49.64 and 4.60 for the database, 23.73 for the balancer, 25.32 for the tasks.
    assert said(program, {"monthly-budget": {"expectedUsd": 1, "worstUsd": 1000}}) == [
        ("monthly-budget", "The stack, expected cost: 103.29 USD a month")
    ]


def test_a_fleet_of_instances() -> None:
    web = {"instanceType": "t3.large", "subnetId": UNKNOWN, "ami": UNKNOWN, **TAGS}
    worker = {
        "instanceType": "m5.24xlarge",
        "tagSpecifications": [
            {"resourceType": kind, **TAGS} for kind in ("instance", "volume", "network-interface")
        ],
        "blockDeviceMappings": [
            {"deviceName": "/dev/xvda", "ebs": {"volumeType": "io2", "volumeSize": 500, "iops": 10_000}}
        ],
        **TAGS,
    }
    spread = [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in TAGS["tags"].items()]
    group = {
        "minSize": 1,
        "desiredCapacity": 2,
        "maxSize": 8,
        "launchTemplate": {"id": UNKNOWN, "version": "$Latest"},
        "vpcZoneIdentifiers": [UNKNOWN, UNKNOWN],
        "tags": spread,
    }
    bare = {"instanceType": "t3.micro", "subnetId": UNKNOWN}
    program = [
        *network(),
        *(Member(INSTANCE, f"web-{number}", web) for number in range(3)),
        *(Member(INSTANCE, f"batch-{number}", bare) for number in range(40)),
        Member(TEMPLATE, "small", {**worker, "instanceType": "t3.small"}),
        Member(TEMPLATE, "workers", worker),
        Member("aws:autoscaling/group:Group", "workers", group, references={"launchTemplate": ["urn:none"]}),
        Member("aws:ec2/eip:Eip", "spare", {"domain": "vpc", **TAGS}),
    ]
    # Two templates are called after what they launch: the group's own is told by its URN.
    program[-2] = Member(
        "aws:autoscaling/group:Group", "workers", group, references={"launchTemplate": [program[-3].urn]}
    )
    found = said(program, {"monthly-budget": {"expectedUsd": 5000, "worstUsd": 50_000}})
    assert [(rule, line) for rule, line in found if rule != "monthly-budget"] == [
        (
            "billing-safe-instance-types",
            (
                f"{TEMPLATE} 'workers', instanceType: m5.24xlarge (4.608 USD/h, 96 vCPU) "
                "costs more than 0.5 USD/h, has more than 16 vCPU."
            ),
        ),
        (
            "elastic-ips-in-use",
            (
                "aws:ec2/eip:Eip 'spare', instance, networkInterface: an address that nothing in this "
                "stack uses (3.65 USD a month)."
            ),
        ),
        ("required-tags", "40 resources, tags: no Environment, no Owner, no Project."),
        ("required-tags", "43 resources, volumeTags: no Environment, no Owner, no Project."),
    ]
    assert [line for rule, line in found if rule == "monthly-budget"] == [
        "The stack, expected cost: 8,711.02 USD a month"
    ]


def test_serverless_data() -> None:
    aurora = {
        "engine": "aurora-postgresql",
        "clusterIdentifier": "orders",
        "serverlessv2ScalingConfiguration": {"minCapacity": 0.5, "maxCapacity": 64},
        "copyTagsToSnapshot": True,
        **TAGS,
    }
    writer = {"engine": "aurora-postgresql", "instanceClass": "db.serverless", "clusterIdentifier": UNKNOWN}
    program = [
        Member("aws:s3/bucket:Bucket", "events", TAGS),
        Member(
            "aws:lambda/function:Function", "ingest", {"memorySize": 512, "runtime": "python3.13", **TAGS}
        ),
        Member("aws:dynamodb/table:Table", "sessions", {"billingMode": "PAY_PER_REQUEST", **TAGS}),
        Member("aws:kinesis/stream:Stream", "clicks", {"shardCount": 4, **TAGS}),
        Member("aws:glue/job:Job", "nightly", {"workerType": "G.1X", "numberOfWorkers": 10, **TAGS}),
        Member("aws:rds/cluster:Cluster", "orders", aurora),
        Member(
            "aws:rds/clusterInstance:ClusterInstance",
            "writer",
            {**writer, **TAGS},
            references={"clusterIdentifier": ["orders"]},
        ),
        Member(
            "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
            "model",
            {"modelUnits": 2, **TAGS},
        ),
    ]
    assert said(program) == [
        (
            "billing-safe-instance-types",
            (
                "aws:rds/cluster:Cluster 'orders', serverlessv2ScalingConfiguration.maxCapacity: "
                "64 ACU (7.68 USD/h)."
            ),
        ),
        ("monthly-budget", "The stack, worst case cost: 8,862.20 USD a month"),
        (
            "monthly-budget",
            (
                "The estimate (87.60 USD a month, 8,862.20 at worst) leaves out: 1 of no known price: "
                "1 x aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput (no known price); "
                "4 billed only by what is used: 1 x aws:dynamodb/table:Table, "
                "1 x aws:lambda/function:Function, 1 x aws:rds/cluster:Cluster, 1 x aws:s3/bucket:Bucket."
            ),
        ),
    ]


def test_a_network_hub() -> None:
    program = [
        *network("abc"),
        Member("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", TAGS),
        *(
            Member(
                "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
                f"spoke-{number}",
                {"transitGatewayId": UNKNOWN, "vpcId": UNKNOWN, **TAGS},
            )
            for number in range(6)
        ),
        Member(
            "aws:networkfirewall/firewall:Firewall",
            "firewall",
            {"subnetMappings": [{"subnetId": UNKNOWN} for _ in range(3)], **TAGS},
        ),
        Member("aws:ec2/vpnConnection:VpnConnection", "office", TAGS),
        *(
            Member(
                "aws:ec2/natGateway:NatGateway",
                f"nat-{zone}",
                {"subnetId": UNKNOWN, **TAGS},
                references={"subnetId": [f"subnet-{zone}"]},
            )
            for zone in "abc"
        ),
    ]
    # 6 x 36.50 for the attachments, 3 x 288.35 for the firewall, 36.50 for the VPN, 3 x 37.35 for NAT.
    assert said(program) == [("monthly-budget", "The stack, expected cost: 1,232.60 USD a month")]


@pytest.mark.parametrize("name", ["name", "id"])
def test_a_group_that_names_its_template_in_a_preview_is_priced_by_its_own(name: str) -> None:
    sizes = {"minSize": 1, "desiredSize": 2, "maxSize": 4}
    group = Member(
        "aws:eks/nodeGroup:NodeGroup",
        "workers",
        {"scalingConfig": sizes, "launchTemplate": {name: UNKNOWN, "version": UNKNOWN}, **TAGS},
        references={"launchTemplate": ["small"]},
    )
    big, small = (
        Member(TEMPLATE, called, {"instanceType": kind, **TAGS})
        for called, kind in (("big", "m5.24xlarge"), ("small", "t3.medium"))
    )
    for order in ([big, small, group], [small, big, group], [group, small, big]):
        assert not [one for one in said(order) if one[0] == "monthly-budget"]
