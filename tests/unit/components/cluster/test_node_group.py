from typing import Any

import pulumi_aws as aws
import pytest

from components.cluster.node_group import NodeGroup, NodeGroupNetwork
from components.cluster.settings import NodeGroupSettings
from tests.unit.components.cloud import UNKNOWN, Cloud, Declared, deploy

OUTPUTS: dict[str, dict[str, Any]] = {
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 7},
    "aws:eks/nodeGroup:NodeGroup": {"resources": [{"autoscalingGroups": [{"name": "eks-default-asg"}]}]},
}


def build(*, preview: bool = False, **written: Any) -> Cloud:
    settings = NodeGroupSettings.model_validate({"instanceTypes": ["m7i.large", "m6i.large"], **written})

    def program() -> None:
        route = aws.ec2.RouteTable("route", vpc_id="vpc-1")
        network = NodeGroupNetwork(
            cluster_name="dev",
            cluster="dev",
            version="1.35",
            subnet_ids=["subnet-1", "subnet-2"],
            role_arn="arn:aws:iam::111122223333:role/node",
            requires=[route],
        )
        NodeGroup("dev-default", "default", settings, network, tags={"Owner": "me"})

    return deploy(program, preview=preview, outputs=OUTPUTS)


def nodes(cloud: Cloud) -> Declared:
    return cloud.one("aws:eks/nodeGroup:NodeGroup")


@pytest.mark.parametrize("preview", [False, True])
def test_the_children_are_known_in_a_preview_too(preview: bool) -> None:
    cloud = build(preview=preview, labels={"team": "data"}, taints=[{"key": "dedicated", "value": "data"}])
    assert cloud.children("dev-default") == {
        ("aws:ec2/launchTemplate:LaunchTemplate", "dev-default-template"),
        ("aws:eks/nodeGroup:NodeGroup", "dev-default-nodes"),
        ("aws:autoscaling/tag:Tag", "dev-default-enabled"),
        ("aws:autoscaling/tag:Tag", "dev-default-owned"),
        ("aws:autoscaling/tag:Tag", "dev-default-disk"),
        ("aws:autoscaling/tag:Tag", "dev-default-label-eks.amazonaws.com/capacityType"),
        ("aws:autoscaling/tag:Tag", "dev-default-label-kubernetes.io/arch"),
        ("aws:autoscaling/tag:Tag", "dev-default-label-selfdriving/node-group"),
        ("aws:autoscaling/tag:Tag", "dev-default-label-team"),
        ("aws:autoscaling/tag:Tag", "dev-default-taint-dedicated"),
    }


def test_the_node_group_as_eks_is_told() -> None:
    assert nodes(build(maxUnavailable=2, desiredSize=2)).inputs == {
        "clusterName": "dev",
        "version": "1.35",
        "nodeRoleArn": "arn:aws:iam::111122223333:role/node",
        "subnetIds": ["subnet-1", "subnet-2"],
        "amiType": "AL2023_x86_64_STANDARD",
        "capacityType": "ON_DEMAND",
        "instanceTypes": ["m7i.large", "m6i.large"],
        "launchTemplate": {"id": "dev-default-template-id", "version": "7"},
        "scalingConfig": {"minSize": 1, "maxSize": 3, "desiredSize": 2},
        "updateConfig": {"maxUnavailable": 2},
        "nodeRepairConfig": {"enabled": False},
        "labels": {"selfdriving/node-group": "default"},
        "taints": [],
        "tags": {"Name": "dev-default"},
    }


def test_the_autoscaler_decides_how_many_nodes_there_are() -> None:
    assert list(nodes(build()).request.ignoreChanges) == ["scalingConfig.desiredSize"]


def test_nodes_wait_for_what_they_need_at_their_start() -> None:
    assert nodes(build()).dependencies == {"route", "dev-default-template"}


@pytest.mark.parametrize(
    ("written", "ami"),
    [
        ({"architecture": "arm64", "instanceTypes": ["m7g.large"]}, "AL2023_ARM_64_STANDARD"),
        ({"amiFamily": "Bottlerocket"}, "BOTTLEROCKET_x86_64"),
        (
            {"amiFamily": "Bottlerocket", "architecture": "arm64", "instanceTypes": ["m7g.large"]},
            "BOTTLEROCKET_ARM_64",
        ),
    ],
)
def test_the_image_fits_the_family_and_the_processor(written: dict[str, Any], ami: str) -> None:
    assert nodes(build(**written)).inputs["amiType"] == ami


@pytest.mark.parametrize(
    ("effect", "in_eks"),
    [
        ("NoSchedule", "NO_SCHEDULE"),
        ("PreferNoSchedule", "PREFER_NO_SCHEDULE"),
        ("NoExecute", "NO_EXECUTE"),
    ],
)
def test_taints_are_written_as_eks_writes_them(effect: str, in_eks: str) -> None:
    group = nodes(build(taints=[{"key": "dedicated", "value": "data", "effect": effect}]))
    assert group.inputs["taints"] == [{"key": "dedicated", "value": "data", "effect": in_eks}]


def test_node_repair_and_spot_are_a_setting_each() -> None:
    inputs = nodes(build(nodeRepair=True, capacityType="SPOT")).inputs
    assert (inputs["nodeRepairConfig"], inputs["capacityType"]) == ({"enabled": True}, "SPOT")


def test_the_autoscaling_group_carries_the_tags_and_instances_do_not() -> None:
    assert build().named("dev-default-owned").inputs == {
        "autoscalingGroupName": "eks-default-asg",
        "tag": {"key": "k8s.io/cluster-autoscaler/dev", "value": "owned", "propagateAtLaunch": False},
    }


def test_in_a_preview_the_autoscaling_group_has_no_name_yet() -> None:
    assert build(preview=True).named("dev-default-owned").inputs["autoscalingGroupName"] == UNKNOWN
