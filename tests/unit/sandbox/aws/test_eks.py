"""What EKS refuses, and what moto does not know of it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.wire.provider import Existing, RefusalError
from tests.unit.sandbox.account import Account

CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"
ADDON = "aws:eks/addon:Addon"
ENTRY = "aws:eks/accessEntry:AccessEntry"
POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
SIZES = {"minSize": 1, "desiredSize": 2, "maxSize": 3}


def nodes(account: Account, cluster: Existing, **inputs: Any) -> Existing:
    given = {
        "clusterName": cluster.physical,
        "nodeGroupName": "default",
        "nodeRoleArn": account.role("nodes", "ec2.amazonaws.com"),
        "subnetIds": cluster.inputs["vpcConfig"]["subnetIds"],
        "scalingConfig": SIZES,
        "instanceTypes": ["t3.large"],
    }
    return account.create(NODES, **(given | inputs))


def test_a_cluster_needs_subnets_in_two_zones(account: Account) -> None:
    with pytest.raises(RefusalError, match="Subnets specified must be in at least two different AZs"):
        account.cluster(vpcConfig={"subnetIds": account.two_subnets("a")})


def test_a_zone_without_control_planes_is_refused(account: Account) -> None:
    with pytest.raises(RefusalError, match=r"UnsupportedAvailabilityZoneException: .*us-east-1e"):
        account.cluster(vpcConfig={"subnetIds": account.two_subnets("a", "e")})


def test_a_cluster_needs_a_role_that_exists(account: Account) -> None:
    missing = "arn:aws:iam::123456789012:role/nobody"
    with pytest.raises(RefusalError, match=f"The role with arn {missing} does not exist"):
        account.cluster(roleArn=missing)


def test_a_cluster_has_what_its_users_need(account: Account) -> None:
    outputs = account.cluster().outputs
    assert outputs["status"] == "ACTIVE"
    assert outputs["vpcConfig"]["clusterSecurityGroupId"].startswith("sg-")
    assert outputs["identities"][0]["oidcs"][0]["issuer"].startswith(
        "https://oidc.eks.us-east-1.amazonaws.com/id/"
    )
    assert outputs["upgradePolicy"] == {"supportType": "EXTENDED"}


def test_a_cluster_goes_up_one_minor_version_at_a_time(account: Account) -> None:
    cluster = account.cluster(version="1.33")
    inputs = {key: value for key, value in cluster.inputs.items() if key != "__defaults"}
    with pytest.raises(
        RefusalError, match=r"Unsupported Kubernetes minor version update from 1\.33 to 1\.35"
    ):
        account.update(CLUSTER, cluster, **(inputs | {"version": "1.35"}))
    assert account.update(CLUSTER, cluster, **(inputs | {"version": "1.34"})).outputs["version"] == "1.34"


def test_a_protected_cluster_cannot_be_deleted(account: Account) -> None:
    cluster = account.cluster(deletionProtection=True)
    with pytest.raises(
        RefusalError, match="Cannot delete cluster shop because deletion protection is enabled"
    ):
        account.delete(CLUSTER, cluster)


def test_a_cluster_with_nodes_cannot_be_deleted(account: Account) -> None:
    cluster = account.cluster()
    group = nodes(account, cluster)
    with pytest.raises(RefusalError, match="ResourceInUseException: Cluster has nodegroups attached"):
        account.delete(CLUSTER, cluster)
    account.delete(NODES, group)
    account.delete(CLUSTER, cluster)
    assert account.read(CLUSTER, cluster) is None
    assert account.records.counts() == {}


def test_a_node_group_needs_its_cluster(account: Account) -> None:
    cluster = account.cluster()
    with pytest.raises(RefusalError, match="ResourceNotFoundException: No cluster found for name: other"):
        nodes(account, cluster, clusterName="other")


def test_a_node_group_makes_an_auto_scaling_group_as_eks_tags_it(account: Account) -> None:
    group = nodes(account, account.cluster())
    (resources,) = group.outputs["resources"]
    name = resources["autoscalingGroups"][0]["name"]
    found = account.session.aws.client("autoscaling").describe_auto_scaling_groups(
        AutoScalingGroupNames=[name]
    )
    made = found["AutoScalingGroups"][0]
    assert (made["MinSize"], made["DesiredCapacity"], made["MaxSize"]) == (1, 2, 3)
    assert {tag["Key"]: tag["Value"] for tag in made["Tags"]} == {
        "eks:cluster-name": "shop",
        "eks:nodegroup-name": "default",
        "k8s.io/cluster-autoscaler/enabled": "true",
        "k8s.io/cluster-autoscaler/shop": "owned",
        "kubernetes.io/cluster/shop": "owned",
    }


def test_a_node_group_changes_its_size_in_place(account: Account) -> None:
    group = nodes(account, account.cluster())
    inputs = {key: value for key, value in group.inputs.items() if key != "__defaults"}
    larger = account.update(NODES, group, **(inputs | {"scalingConfig": SIZES | {"maxSize": 9}}))
    assert larger.outputs["scalingConfig"] == SIZES | {"maxSize": 9}


def test_an_instance_type_that_is_none_is_refused(account: Account) -> None:
    with pytest.raises(RefusalError, match=r"InvalidParameterException: .*t3\.huge"):
        nodes(account, account.cluster(), instanceTypes=["t3.huge"])


def test_sizes_must_be_in_order(account: Account) -> None:
    with pytest.raises(RefusalError, match="desired capacity 5 must lie between minimum 1 and maximum 3"):
        nodes(account, account.cluster(), scalingConfig=SIZES | {"desiredSize": 5})


def test_an_add_on_gets_the_version_of_its_cluster(account: Account) -> None:
    account.cluster()
    addon = account.create(ADDON, clusterName="shop", addonName="kube-proxy")
    assert (addon.physical, addon.outputs["addonVersion"]) == ("shop:kube-proxy", "v1.34.0-eksbuild.1")


def test_an_add_on_exists_once(account: Account) -> None:
    account.cluster()
    account.create(ADDON, clusterName="shop", addonName="coredns")
    with pytest.raises(RefusalError, match="ResourceInUseException: Addon already exists"):
        account.create(ADDON, clusterName="shop", addonName="coredns")


def test_an_add_on_that_eks_does_not_have_is_refused(account: Account) -> None:
    account.cluster()
    with pytest.raises(RefusalError, match=r"Addon draino specified is not supported in 1\.34"):
        account.create(ADDON, clusterName="shop", addonName="draino")


def test_an_add_on_s_configuration_must_be_json(account: Account) -> None:
    account.cluster()
    with pytest.raises(RefusalError, match="ConfigurationValue provided in request is not supported"):
        account.create(ADDON, clusterName="shop", addonName="coredns", configurationValues="{replicas")


def test_access_entries_need_a_cluster_that_reads_them(account: Account) -> None:
    account.cluster(accessConfig={"authenticationMode": "CONFIG_MAP"})
    with pytest.raises(RefusalError, match=r"must be set to one of \[API, API_AND_CONFIG_MAP\]"):
        account.create(ENTRY, clusterName="shop", principalArn=account.role("people"))


def test_an_access_policy_needs_its_entry(account: Account) -> None:
    account.cluster()
    principal = account.role("people")
    given = {
        "clusterName": "shop",
        "principalArn": principal,
        "policyArn": VIEW,
        "accessScope": {"type": "cluster"},
    }
    with pytest.raises(RefusalError, match="The specified principalArn could not be found"):
        account.create(POLICY, **given)
    account.create(ENTRY, clusterName="shop", principalArn=principal)
    assert account.create(POLICY, **given).physical == f"shop#{principal}#{VIEW}"


def test_a_service_account_has_one_identity(account: Account) -> None:
    account.cluster()
    given = {
        "clusterName": "shop",
        "namespace": "kube-system",
        "serviceAccount": "autoscaler",
        "roleArn": account.role("pods"),
    }
    first = account.create(IDENTITY, **given)
    with pytest.raises(RefusalError, match=f"Association already exists: {first.physical}"):
        account.create(IDENTITY, **given)


def test_whatever_belongs_to_a_cluster_goes_with_it(account: Account) -> None:
    cluster = account.cluster()
    account.create(ADDON, clusterName="shop", addonName="coredns")
    account.create(ENTRY, clusterName="shop", principalArn=account.role("people"))
    account.delete(CLUSTER, cluster)
    assert account.records.counts() == {}
