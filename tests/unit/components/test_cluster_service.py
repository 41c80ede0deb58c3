import json
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.charts import Chart
from components.cluster_service import ClusterService, PodIdentity, install
from components.handles import ClusterHandle
from components.install_context import InstallContext
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws

CHART = Chart("tool", "1.2.3", "https://charts.example")


class Parent(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Parent", "parent")


def installed(cluster: ClusterHandle, **service: Any) -> kubernetes.helm.v3.Release:
    wanted = {"name": "tool", "chart": CHART, "namespace": "ns", "values": {"a": 1}, **service}
    return install(InstallContext(cluster, {}, parent=Parent(), prefix="prefix"), ClusterService(**wanted))


def release_of(cloud: Cloud) -> dict[str, Any]:
    return dict(cloud.one("kubernetes:helm.sh/v3:Release").inputs)


def test_a_service_is_a_release_that_is_all_or_nothing() -> None:
    cloud = deploy(lambda: installed(cluster_elsewhere(), timeout=42).urn)
    release = cloud.one("kubernetes:helm.sh/v3:Release")
    assert (release.name, release.parent, release.provider) == ("prefix-tool", "parent", "cluster")
    assert release.inputs == {
        "name": "tool",
        "namespace": "ns",
        "chart": "tool",
        "version": "1.2.3",
        "repositoryOpts": {"repo": "https://charts.example"},
        "values": {"a": 1},
        "atomic": True,
        "timeout": 42,
        "compat": "true",
    }


def test_a_chart_of_this_repository_names_no_version_because_its_own_file_does() -> None:
    cloud = deploy(lambda: installed(cluster_elsewhere(), chart=Chart("own", "0.1.0", None)).urn)
    assert release_of(cloud)["chart"] == "./charts/own"
    assert "version" not in release_of(cloud)


def test_a_chart_from_a_registry_has_no_repository_beside_it() -> None:
    cloud = deploy(lambda: installed(cluster_elsewhere(), chart=Chart("own", "1.0.0", "oci://r.example")).urn)
    assert release_of(cloud)["chart"] == "oci://r.example/own"
    assert "repositoryOpts" not in release_of(cloud)


def test_a_service_waits_for_nodes() -> None:
    cloud = deploy(lambda: installed(cluster_on_aws()).urn)
    assert cloud.named("prefix-tool").dependencies == {"nodes"}


def test_a_service_without_pods_waits_for_no_node() -> None:
    cloud = deploy(lambda: installed(cluster_on_aws(), needs_nodes=False).urn)
    assert cloud.named("prefix-tool").dependencies == set()


def test_a_service_waits_for_what_it_names() -> None:
    def build() -> pulumi.Output[str]:
        first = kubernetes.core.v1.ConfigMap("first")
        return installed(cluster_on_aws(), depends_on=[first]).urn

    assert deploy(build).named("prefix-tool").dependencies == {"nodes", "first"}


def test_an_identity_is_granted_before_the_service_starts() -> None:
    cloud = deploy(
        lambda: installed(cluster_on_aws(), identity=PodIdentity("account", '{"Version": "1"}')).urn
    )
    assert cloud.named("prefix-tool-policy").inputs == {
        "role": "prefix-tool-role",
        "policy": '{"Version": "1"}',
    }
    assert cloud.named("prefix-tool-identity").inputs == {
        "clusterName": "c1",
        "namespace": "ns",
        "serviceAccount": "account",
        "roleArn": "arn:aws:mock:::prefix-tool-role",
    }
    assert "prefix-tool-policy" in cloud.named("prefix-tool-identity").dependencies
    assert "prefix-tool-identity" in cloud.named("prefix-tool").dependencies


def test_only_pods_of_the_service_account_may_take_the_role() -> None:
    cloud = deploy(lambda: installed(cluster_on_aws(), identity=PodIdentity("account", "{}")).urn)
    assert json.loads(cloud.named("prefix-tool-role").inputs["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/eks-cluster-name": "c1",
                    "aws:RequestTag/kubernetes-namespace": "ns",
                    "aws:RequestTag/kubernetes-service-account": "account",
                }
            },
        }
    ]


def test_an_identity_where_there_is_no_aws_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^prefix-tool needs an AWS identity, but its cluster is not on AWS$"
    ):
        deploy(lambda: installed(cluster_elsewhere(), identity=PodIdentity("account", "{}")).urn)
