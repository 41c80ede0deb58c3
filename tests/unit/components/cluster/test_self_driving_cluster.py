import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.network.settings import NetworkSettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy

OUTPUTS: dict[str, dict[str, Any]] = {
    "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
    "aws:eks/nodeGroup:NodeGroup": {"resources": [{"autoscalingGroups": [{"name": "asg"}]}]},
}
ONE_GROUP = {"default": {"instanceTypes": ["m7i.large"]}}
OVERWRITE = {"resolveConflictsOnCreate": "OVERWRITE", "resolveConflictsOnUpdate": "OVERWRITE"}
"""What the SDK adds to the options of an add-on."""


def build(
    *, preview: bool = False, groups: Mapping[str, dict[str, Any]] | None = None, **written: Any
) -> Cloud:
    def program() -> dict[str, Any]:
        cluster = SelfDrivingCluster(
            "dev",
            ClusterSettings.model_validate(written),
            network=NetworkSettings(),
            node_groups={
                name: NodeGroupSettings.model_validate(group)
                for name, group in (ONE_GROUP if groups is None else groups).items()
            },
            region="us-east-1",
            tags={"Owner": "me"},
        )
        handle = cluster.handle
        assert handle.aws is not None
        return {
            "name": handle.name,
            "ready": [resource._name for resource in handle.ready],
            "kubeconfig": cluster.kubeconfig,
            "issuer": cluster.oidc_issuer,
            "aws": {
                "region": handle.aws.region,
                "version": handle.aws.version,
                "partition": handle.aws.partition,
                "account": handle.aws.account_id,
                "vpc": handle.aws.vpc_id,
                "role": handle.aws.node_role_name,
                "group": handle.aws.cluster_security_group_id,
                "dns": handle.aws.dns_address,
            },
        }

    return deploy(program, preview=preview, outputs=OUTPUTS)


@pytest.mark.parametrize("preview", [False, True])
def test_the_children_of_a_cluster_with_one_node_group(preview: bool) -> None:
    assert build(preview=preview).children("dev") == {
        ("selfdriving:index:Network", "dev-network"),
        ("selfdriving:index:NodeGroup", "dev-default"),
        ("eks:index:Cluster", "dev"),
        ("pulumi:providers:kubernetes", "dev-kubernetes"),
        ("aws:cloudwatch/logGroup:LogGroup", "dev-logs"),
        ("aws:kms/key:Key", "dev-secrets"),
        ("aws:kms/alias:Alias", "dev-secrets"),
        ("aws:iam/role:Role", "dev-control-plane"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "dev-control-plane-AmazonEKSClusterPolicy"),
        ("aws:iam/rolePolicy:RolePolicy", "dev-control-plane-no-log-groups"),
        ("aws:iam/role:Role", "dev-node"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "dev-node-AmazonEKSWorkerNodePolicy"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "dev-node-AmazonEC2ContainerRegistryPullOnly"),
        ("aws:iam/role:Role", "dev-vpc-cni-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "dev-vpc-cni-policy-0"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "dev-vpc-cni-identity"),
        ("aws:iam/role:Role", "dev-ebs-csi-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "dev-ebs-csi-policy-0"),
        ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "dev-ebs-csi-identity"),
        ("aws:eks/addon:Addon", "dev-vpc-cni"),
        ("aws:eks/addon:Addon", "dev-kube-proxy"),
        ("aws:eks/addon:Addon", "dev-eks-pod-identity-agent"),
        ("aws:eks/addon:Addon", "dev-coredns"),
        ("aws:eks/addon:Addon", "dev-aws-ebs-csi-driver"),
        ("kubernetes:storage.k8s.io/v1:StorageClass", "dev-gp3"),
        ("kubernetes:helm.sh/v3:Release", "dev-farewell"),
    }


def control_plane(cloud: Cloud) -> Mapping[str, Any]:
    return cloud.one("eks:index:Cluster").inputs


def test_the_control_plane_is_private_encrypted_and_declared_without_extras() -> None:
    assert control_plane(build()) == {
        "name": "dev",
        "version": "1.35",
        "upgradePolicy": {"supportType": "STANDARD"},
        "vpcId": "dev-network-vpc-id",
        "subnetIds": ["dev-network-private-use1-az1-id", "dev-network-private-use1-az2-id"],
        "serviceRole": "dev-control-plane-id",
        "authenticationMode": "API",
        "accessEntries": {},
        "createOidcProvider": True,
        "encryptionConfigKeyArn": "arn:aws:mock:::dev-secrets",
        "endpointPrivateAccess": True,
        "endpointPublicAccess": False,
        "enabledClusterLogTypes": ["api", "audit", "authenticator"],
        "deletionProtection": False,
        "skipDefaultNodeGroup": True,
        "skipDefaultSecurityGroups": True,
        "bootstrapSelfManagedAddons": False,
        "useDefaultVpcCni": True,
        "kubeProxyAddonOptions": {"enabled": False, **OVERWRITE},
        "corednsAddonOptions": {"enabled": False, **OVERWRITE},
    }


def test_public_access_is_for_the_named_addresses() -> None:
    inputs = control_plane(build(publicAccess=True, publicAccessCidrs=["203.0.113.7/32"]))
    assert (inputs["endpointPublicAccess"], inputs["publicAccessCidrs"]) == (True, ["203.0.113.7/32"])


@pytest.mark.parametrize("protected", [True, False])
def test_deletion_protection_stops_a_destroy_before_it_begins(protected: bool) -> None:
    cluster = build(deletionProtection=protected).one("eks:index:Cluster")
    assert (cluster.inputs["deletionProtection"], cluster.request.protect) == (protected, protected)


def test_a_key_of_ones_own_is_used_and_none_is_made() -> None:
    arn = "arn:aws:kms:us-east-1:111122223333:key/1234"
    cloud = build(kmsKeyArn=arn)
    assert control_plane(cloud)["encryptionConfigKeyArn"] == arn
    assert cloud.of("aws:kms/key:Key") == []


def test_access_entries_hold_one_policy_each() -> None:
    role = "arn:aws:iam::111122223333:role/platform"
    assert control_plane(build(accessEntries={role: "clusterAdmin"}))["accessEntries"] == {
        role: {
            "principalArn": role,
            "accessPolicies": {
                "clusterAdmin": {
                    "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                    "accessScope": {"type": "cluster"},
                }
            },
        }
    }


def test_the_log_group_is_there_before_eks_makes_one_and_ends_with_its_retention() -> None:
    cloud = build(logRetentionDays=90)
    assert cloud.named("dev-logs").inputs == {"name": "/aws/eks/dev/cluster", "retentionInDays": 90}
    assert "dev-logs" in cloud.one("eks:index:Cluster").dependencies
    deny = json.loads(cloud.named("dev-control-plane-no-log-groups").inputs["policy"])
    assert deny["Statement"] == [{"Effect": "Deny", "Action": "logs:CreateLogGroup", "Resource": "*"}]


def test_the_control_plane_does_not_wait_for_the_way_out() -> None:
    cluster = build().one("eks:index:Cluster")
    assert cluster.dependencies == {
        "dev-network-vpc",
        "dev-network-private-use1-az1",
        "dev-network-private-use1-az2",
        "dev-logs",
        "dev-secrets",
        "dev-control-plane",
        "dev-control-plane-AmazonEKSClusterPolicy",
        "dev-control-plane-no-log-groups",
    }


def needed_by(cloud: Cloud, name: str) -> set[str]:
    """What ``name`` waits for, beyond the control plane."""
    return set(cloud.named(name).dependencies) - {"dev", "dev-eksCluster"}


def test_daemon_sets_start_beside_the_nodes_and_deployments_after_them() -> None:
    cloud = build()
    assert {
        addon.inputs["addonName"]: needed_by(cloud, addon.name) for addon in cloud.of("aws:eks/addon:Addon")
    } == {
        "vpc-cni": {"dev-vpc-cni-identity"},
        "kube-proxy": set(),
        "eks-pod-identity-agent": set(),
        "coredns": {"dev-default-nodes"},
        "aws-ebs-csi-driver": {"dev-default-nodes", "dev-ebs-csi-identity"},
    }


def test_nodes_wait_for_no_addon() -> None:
    assert needed_by(build(), "dev-default-nodes") == {
        "dev-default-template",
        "dev-network-private-use1-az1",
        "dev-network-private-use1-az2",
        "dev-network-s3",
        "dev-node",
        "dev-node-AmazonEKSWorkerNodePolicy",
        "dev-node-AmazonEC2ContainerRegistryPullOnly",
        "dev-vpc-cni-identity",
    }


def test_deployments_wait_for_a_group_that_takes_them() -> None:
    groups: dict[str, dict[str, Any]] = {
        "spot": {"instanceTypes": ["m7i.large"], "taints": [{"key": "spot"}]},
        "empty": {"instanceTypes": ["m7i.large"], "minSize": 0},
        "steady": {"instanceTypes": ["m7i.large"]},
    }
    cloud = build(groups=groups)
    assert needed_by(cloud, "dev-coredns") == {"dev-steady-nodes"}
    assert cloud.result["ready"] == ["dev-spot-nodes", "dev-empty-nodes", "dev-steady-nodes"]


def test_addresses_come_in_blocks() -> None:
    configuration = json.loads(build().named("dev-vpc-cni").inputs["configurationValues"])
    assert configuration == {
        "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"},
        "enableNetworkPolicy": "true",
    }


def test_volumes_carry_the_tags() -> None:
    configuration = json.loads(build().named("dev-aws-ebs-csi-driver").inputs["configurationValues"])
    assert configuration == {"controller": {"extraVolumeTags": {"Owner": "me"}}}


def test_addons_stay_while_nodes_and_volumes_still_need_them() -> None:
    cloud = build(nodeMonitoringAgent=True)
    addons = [addon.inputs for addon in cloud.of("aws:eks/addon:Addon")]
    assert {addon["addonName"]: addon["preserve"] for addon in addons} == {
        "vpc-cni": True,
        "kube-proxy": True,
        "eks-pod-identity-agent": True,
        "coredns": True,
        "aws-ebs-csi-driver": True,
        "eks-node-monitoring-agent": False,
    }


def test_node_repair_brings_its_agent() -> None:
    groups = {"default": {"instanceTypes": ["m7i.large"], "nodeRepair": True}}
    assert build(groups=groups).named("dev-eks-node-monitoring-agent").inputs["clusterName"] == "dev"


def test_an_addon_can_be_held_at_a_version() -> None:
    cloud = build(addonVersions={"coredns": "v1.12.4-eksbuild.1"})
    assert cloud.named("dev-coredns").inputs["addonVersion"] == "v1.12.4-eksbuild.1"
    assert "addonVersion" not in cloud.named("dev-kube-proxy").inputs


@pytest.mark.parametrize(
    ("service", "account", "policy"),
    [
        ("vpc-cni", "aws-node", "AmazonEKS_CNI_Policy"),
        ("ebs-csi", "ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
    ],
)
def test_what_calls_aws_has_a_role_of_its_own(service: str, account: str, policy: str) -> None:
    cloud = build()
    assert cloud.named(f"dev-{service}-identity").inputs == {
        "clusterName": "dev",
        "namespace": "kube-system",
        "serviceAccount": account,
        "roleArn": f"arn:aws:mock:::dev-{service}-role",
    }
    assert cloud.named(f"dev-{service}-policy-0").inputs["policyArn"] == f"arn:aws:iam::aws:policy/{policy}"
    assert f"dev-{service}-policy-0" in cloud.named(f"dev-{service}-identity").dependencies


def test_pods_that_name_no_class_get_an_encrypted_disk_before_there_is_a_node() -> None:
    cloud = build()
    storage = cloud.one("kubernetes:storage.k8s.io/v1:StorageClass")
    assert storage.inputs["metadata"] == {
        "name": "gp3",
        "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
    }
    assert storage.inputs["parameters"] == {"type": "gp3", "encrypted": "true"}
    assert (storage.inputs["volumeBindingMode"], storage.inputs["reclaimPolicy"]) == (
        "WaitForFirstConsumer",
        "Delete",
    )
    assert (storage.provider, set(storage.dependencies)) == ("dev-kubernetes", set())


def test_an_unreachable_cluster_does_not_block_its_objects() -> None:
    inputs = build().one("pulumi:providers:kubernetes").inputs
    assert inputs == {
        "kubeconfig": '{"current-context": "dev"}',
        "clusterIdentifier": "arn:aws:eks:::cluster/dev",
        "deleteUnreachable": "true",
    }


def test_the_farewell_goes_before_nodes_and_the_driver_of_the_volumes() -> None:
    release = build().named("dev-farewell")
    assert release.dependencies == {"dev-default-nodes", "dev-aws-ebs-csi-driver"}
    assert (release.inputs["chart"], release.inputs["namespace"], release.inputs["timeout"]) == (
        "./charts/farewell",
        "kube-system",
        1800,
    )


def test_the_handle_tells_the_next_component_what_it_needs() -> None:
    assert build().result == {
        "name": "dev",
        "ready": ["dev-default-nodes"],
        "kubeconfig": '{"current-context": "dev"}',
        "issuer": "oidc.example/dev",
        "aws": {
            "region": "us-east-1",
            "version": "1.35",
            "partition": "aws",
            "account": "111122223333",
            "vpc": "dev-network-vpc-id",
            "role": "dev-node",
            "group": "sg-dev-cluster",
            "dns": "10.100.0.10",
        },
    }


def test_in_a_preview_what_the_control_plane_computes_is_unknown() -> None:
    cloud = build(preview=True)
    assert cloud.one("pulumi:providers:kubernetes").inputs["kubeconfig"] == UNKNOWN
    assert cloud.named("dev-coredns").inputs["clusterName"] == "dev"


@pytest.mark.parametrize(
    ("scaler", "groups", "message"),
    [
        (
            "cluster-autoscaler",
            {},
            (
                "dev: node groups must name at least one node group, or cluster DNS has nowhere to run; add "
                "nodeGroups.default with instanceTypes"
            ),
        ),
        (
            "karpenter",
            {"default": {"instanceTypes": ["m7i.large"], "minSize": 0}},
            (
                "dev: node groups must have one group with nodes from the start and without taints, or "
                "cluster DNS and Karpenter itself have nowhere to run; raise minSize or drop the taints of "
                "one, or add another"
            ),
        ),
        (
            "auto-mode",
            ONE_GROUP,
            (
                "dev: node groups mean nothing to auto-mode, in which EKS starts all nodes; remove them, or "
                "change cluster.nodeScaler"
            ),
        ),
    ],
)
def test_a_cluster_that_could_not_begin_is_refused_before_anything_is_declared(
    scaler: str, groups: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        build(groups=groups, nodeScaler=scaler)
