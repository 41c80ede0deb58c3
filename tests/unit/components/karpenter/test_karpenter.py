"""Karpenter as a part of a cluster: what is declared, and in which order it comes and goes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.network.settings import NetworkSettings
from components.node_pools.settings import NodePoolSettings
from tests.unit.components.cloud import Cloud, deploy

POOL = "kubernetes:karpenter.sh/v1:NodePool"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
RELEASE = "kubernetes:helm.sh/v3:Release"


def build(*, preview: bool = False, size: int = 2, node_repair: bool = False) -> Cloud:
    def program() -> list[str]:
        cluster = SelfDrivingCluster(
            "dev",
            ClusterSettings.model_validate({"nodeScaler": "karpenter"}),
            network=NetworkSettings(),
            node_groups={
                "system": NodeGroupSettings.model_validate(
                    {"instanceTypes": ["m7i.large"], "minSize": size, "maxSize": size + 1}
                )
            },
            node_pools={"blue": NodePoolSettings.model_validate({"instanceFamilies": ["m7i"]})},
            pool_repair=node_repair,
            region="us-east-1",
            tags={"Owner": "me"},
        )
        return [resource._name for resource in cluster.handle.ready]

    return deploy(
        program,
        preview=preview,
        outputs={
            "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
            "aws:eks/nodeGroup:NodeGroup": {"resources": [{"autoscalingGroups": [{"name": "asg"}]}]},
        },
    )


def values(cloud: Cloud) -> dict[str, Any]:
    (release,) = (found for found in cloud.of(RELEASE) if found.name == "dev-karpenter")
    given: dict[str, Any] = release.inputs["values"]
    return given


def needed_by(cloud: Cloud, type_: str, name: str) -> frozenset[str]:
    (found,) = (found for found in cloud.of(type_) if found.name == name)
    return found.dependencies


@pytest.mark.parametrize("preview", [False, True])
def test_the_children(preview: bool) -> None:
    events = ("spot-interruption", "rebalance", "state-change", "health")
    assert build(preview=preview).children("dev-karpenter") == {
        ("aws:iam/role:Role", "dev-karpenter-node"),
        (
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "dev-karpenter-node-AmazonEKSWorkerNodePolicy",
        ),
        (
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "dev-karpenter-node-AmazonEC2ContainerRegistryPullOnly",
        ),
        ("aws:iam/instanceProfile:InstanceProfile", "dev-karpenter-node"),
        ("aws:eks/accessEntry:AccessEntry", "dev-karpenter-node"),
        ("aws:sqs/queue:Queue", "dev-karpenter-interruption"),
        ("aws:sqs/queuePolicy:QueuePolicy", "dev-karpenter-interruption"),
        *(("aws:cloudwatch/eventRule:EventRule", f"dev-karpenter-{event}") for event in events),
        *(("aws:cloudwatch/eventTarget:EventTarget", f"dev-karpenter-{event}") for event in events),
        ("aws:iam/role:Role", "dev-karpenter-role"),
        ("aws:iam/rolePolicy:RolePolicy", "dev-karpenter-policy"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "dev-karpenter-identity"),
        (RELEASE, "dev-karpenter-crd"),
        (RELEASE, "dev-karpenter"),
        (NODE_CLASS, "dev-karpenter-blue-class"),
        (POOL, "dev-karpenter-blue"),
    }


def test_the_queue_is_encrypted_forgets_soon_and_hears_only_its_rules() -> None:
    cloud = build()
    assert cloud.one("aws:sqs/queue:Queue").inputs == {
        "messageRetentionSeconds": 300,
        "sqsManagedSseEnabled": True,
    }
    written = json.loads(cloud.one("aws:sqs/queuePolicy:QueuePolicy").inputs["policy"])["Statement"]
    take, refuse = written
    assert take["Principal"] == {"Service": "events.amazonaws.com"}
    assert take["Condition"] == {
        "ArnEquals": {
            "aws:SourceArn": [
                f"arn:aws:mock:::dev-karpenter-{event}"
                for event in ("spot-interruption", "rebalance", "state-change", "health")
            ]
        }
    }
    assert (refuse["Effect"], refuse["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_it_hears_of_everything_that_takes_a_machine_away() -> None:
    patterns = {
        rule.name: json.loads(rule.inputs["eventPattern"])
        for rule in build().of("aws:cloudwatch/eventRule:EventRule")
    }
    assert patterns == {
        "dev-karpenter-spot-interruption": {
            "source": ["aws.ec2"],
            "detail-type": ["EC2 Spot Instance Interruption Warning"],
        },
        "dev-karpenter-rebalance": {
            "source": ["aws.ec2"],
            "detail-type": ["EC2 Instance Rebalance Recommendation"],
        },
        "dev-karpenter-state-change": {
            "source": ["aws.ec2"],
            "detail-type": ["EC2 Instance State-change Notification"],
        },
        "dev-karpenter-health": {"source": ["aws.health"], "detail-type": ["AWS Health Event"]},
    }


def test_the_controller_knows_its_cluster_and_its_queue() -> None:
    cloud = build()
    assert values(cloud)["settings"] == {
        "clusterName": "dev",
        "interruptionQueue": "dev-karpenter-interruption",
        "featureGates": {"nodeRepair": False},
    }
    assert cloud.named("dev-karpenter-identity").inputs["serviceAccount"] == "karpenter"


def test_it_replaces_sick_nodes_only_where_it_is_the_engine() -> None:
    assert values(build(node_repair=True))["settings"]["featureGates"] == {"nodeRepair": True}


@pytest.mark.parametrize(("size", "replicas"), [(1, 1), (2, 2), (3, 2)])
def test_it_has_as_many_pods_as_find_a_node_of_their_own(size: int, replicas: int) -> None:
    assert values(build(size=size))["replicas"] == replicas


def test_nodes_join_by_an_access_entry_for_their_own_role() -> None:
    assert build().one("aws:eks/accessEntry:AccessEntry").inputs == {
        "clusterName": "dev",
        "principalArn": "arn:aws:mock:::dev-karpenter-node",
        "type": "EC2_LINUX",
    }


def test_a_pools_nodes_stand_where_those_of_node_groups_do() -> None:
    spec = build().one(NODE_CLASS).inputs["spec"]
    assert spec["subnetSelectorTerms"] == [
        {"id": "dev-network-private-use1-az1-id"},
        {"id": "dev-network-private-use1-az2-id"},
    ]
    assert spec["securityGroupSelectorTerms"] == [{"id": "sg-dev-cluster"}]
    assert spec["tags"] == {"eks:cluster-name": "dev", "Name": "dev-blue", "Owner": "me"}


def test_a_pool_is_gone_only_when_its_machines_are() -> None:
    pool = build().one(POOL)
    assert pool.inputs["metadata"] == {
        "name": "blue",
        "annotations": {"pulumi.com/deletionPropagationPolicy": "foreground"},
    }
    assert pool.request.customTimeouts.delete == "40m"


def test_in_a_destroy_pools_go_before_karpenter_and_all_that_their_nodes_need() -> None:
    cloud = build()
    assert "dev-karpenter-blue-class" in needed_by(cloud, POOL, "dev-karpenter-blue")
    assert {
        "dev-karpenter",
        "dev-karpenter-node",
        "dev-karpenter-node-AmazonEKSWorkerNodePolicy",
        "dev-network-s3",
        "dev-vpc-cni-identity",
    } <= needed_by(cloud, NODE_CLASS, "dev-karpenter-blue-class")
    assert {"dev-karpenter-crd", "dev-system-nodes", "dev-karpenter-identity"} <= needed_by(
        cloud, RELEASE, "dev-karpenter"
    )


def test_in_a_destroy_the_farewell_and_all_else_go_before_the_pools() -> None:
    cloud = build()
    assert "dev-karpenter-blue" in needed_by(cloud, RELEASE, "dev-farewell")
    assert cloud.named("dev-farewell").inputs["values"] == {"karpenter": True, "deadlineSeconds": 4450}
    assert cloud.result == ["dev-system-nodes", "dev-karpenter-blue"]


def test_nobody_looks_for_auto_scaling_groups() -> None:
    assert build().of("aws:autoscaling/tag:Tag") == []
