"""EKS Auto Mode: what AWS is told, and what is left to it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.cluster.settings import ClusterSettings
from components.network.settings import NetworkSettings
from tests.unit.components.cloud import Cloud, deploy


def build(*, preview: bool = False) -> Cloud:
    def program() -> dict[str, Any]:
        cluster = SelfDrivingCluster(
            "dev",
            ClusterSettings.model_validate({"nodeScaler": "auto-mode"}),
            network=NetworkSettings(),
            node_groups={},
            region="us-east-1",
            tags={"Owner": "me"},
        )
        assert cluster.handle.aws is not None
        return {
            "ready": len(cluster.handle.ready),
            "agent": cluster.handle.aws.node_monitoring_agent,
            "scaler": cluster.handle.aws.node_scaler,
        }

    return deploy(program, preview=preview)


@pytest.mark.parametrize("preview", [False, True])
def test_there_are_no_node_groups_no_addons_and_no_roles_for_them(preview: bool) -> None:
    attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    assert build(preview=preview).children("dev") == {
        ("selfdriving:index:Network", "dev-network"),
        ("eks:index:Cluster", "dev"),
        ("pulumi:providers:kubernetes", "dev-kubernetes"),
        ("aws:cloudwatch/logGroup:LogGroup", "dev-logs"),
        ("aws:kms/key:Key", "dev-secrets"),
        ("aws:kms/alias:Alias", "dev-secrets"),
        ("aws:iam/role:Role", "dev-control-plane"),
        (attachment, "dev-control-plane-AmazonEKSClusterPolicy"),
        (attachment, "dev-control-plane-AmazonEKSComputePolicy"),
        (attachment, "dev-control-plane-AmazonEKSBlockStoragePolicy"),
        (attachment, "dev-control-plane-AmazonEKSLoadBalancingPolicy"),
        (attachment, "dev-control-plane-AmazonEKSNetworkingPolicy"),
        ("aws:iam/rolePolicy:RolePolicy", "dev-control-plane-no-log-groups"),
        ("aws:iam/rolePolicy:RolePolicy", "dev-control-plane-tagged-volumes"),
        ("aws:iam/role:Role", "dev-node"),
        (attachment, "dev-node-AmazonEKSWorkerNodeMinimalPolicy"),
        (attachment, "dev-node-AmazonEC2ContainerRegistryPullOnly"),
        ("kubernetes:storage.k8s.io/v1:StorageClass", "dev-gp3"),
        ("kubernetes:helm.sh/v3:Release", "dev-farewell"),
    }


def test_eks_starts_nodes_of_its_own_pools_with_a_role_that_is_ready() -> None:
    cluster = build().one("eks:index:Cluster")
    assert cluster.inputs["autoMode"] == {
        "enabled": True,
        "createNodeRole": False,
        "computeConfig": {
            "nodePools": ["general-purpose", "system"],
            "nodeRoleArn": "arn:aws:mock:::dev-node",
        },
    }
    assert {
        "dev-node-AmazonEKSWorkerNodeMinimalPolicy",
        "dev-control-plane-AmazonEKSComputePolicy",
        "dev-control-plane-tagged-volumes",
    } <= cluster.dependencies


def test_the_control_plane_may_tag_its_session() -> None:
    document = json.loads(build().named("dev-control-plane").inputs["assumeRolePolicy"])
    assert document["Statement"][0]["Action"] == ["sts:AssumeRole", "sts:TagSession"]


def test_volumes_are_of_the_built_in_driver_and_carry_the_tags() -> None:
    cloud = build()
    storage = cloud.one("kubernetes:storage.k8s.io/v1:StorageClass").inputs
    assert storage["provisioner"] == "ebs.csi.eks.amazonaws.com"
    assert storage["parameters"] == {
        "type": "gp3",
        "encrypted": "true",
        "tagSpecification_1": "Owner=me",
    }
    (statement,) = json.loads(cloud.named("dev-control-plane-tagged-volumes").inputs["policy"])["Statement"]
    assert statement["Action"] == ["ec2:CreateVolume", "ec2:CreateSnapshot"]
    assert statement["Condition"] == {
        "StringEquals": {"aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}"}
    }


def test_the_handle_tells_that_the_agent_is_built_in_and_that_there_is_nothing_to_wait_for() -> None:
    assert build().result == {"ready": 0, "agent": True, "scaler": "auto-mode"}


def test_the_farewell_leaves_eks_its_pools() -> None:
    assert build().named("dev-farewell").inputs["values"] == {}
