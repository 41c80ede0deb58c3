"""In a destroy the farewell goes before everything that cleans up in AWS, whoever declared that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from components.cluster.self_driving_cluster import SelfDrivingCluster
from components.cluster.settings import ClusterSettings, NodeGroupSettings
from components.network.settings import NetworkSettings
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy

RELEASE = "kubernetes:helm.sh/v3:Release"
ARGO_CD = {"enabled": True, "repository": "https://git.example/cluster", "handOver": "done"}
BARE: dict[str, Any] = {}


def built(after: Callable[[SelfDrivingCluster], object], **cluster: Any) -> Cloud:
    """A program with a cluster, and then ``after``."""

    def build() -> pulumi.Output[str]:
        made = SelfDrivingCluster(
            "dev",
            ClusterSettings.model_validate(cluster),
            network=NetworkSettings(),
            node_groups={"default": NodeGroupSettings.model_validate({"instanceTypes": ["m7i.large"]})},
            region="us-east-1",
            tags={},
        )
        after(made)
        return made.handle.name

    return deploy(
        build,
        outputs={
            "aws:ec2/launchTemplate:LaunchTemplate": {"latestVersion": 1},
            "aws:eks/nodeGroup:NodeGroup": {"resources": [{"autoscalingGroups": [{"name": "asg"}]}]},
            "pulumi:pulumi:StackReference": {"outputs": {"handOver": {"external-dns": "done"}}},
        },
    )


def with_services(**services: Any) -> Cloud:
    settings = ServicesSettings.model_validate(services)
    return built(lambda cluster: ClusterServices("more", settings, cluster.handle))


def external_dns(policy: str) -> dict[str, Any]:
    return {"enabled": True, "hostedZoneIds": ["Z123456ABCDEFG"], "policy": policy}


def needed_by(cloud: Cloud, name: str) -> set[str]:
    """All that ``name`` waits for, and all that those wait for: in a destroy it goes before them."""
    needs: dict[str, set[str]] = {}
    for resource in cloud.resources:
        needs.setdefault(resource.name, set()).update(resource.dependencies)
    found: set[str] = set()
    todo = {name}
    while todo:
        fresh = needs.get(todo.pop(), set()) - found
        found |= fresh
        todo |= fresh
    return found


def test_a_cluster_alone_has_its_farewell() -> None:
    cloud = built(lambda cluster: None)
    farewell = cloud.named("dev-farewell")
    assert (farewell.parent, farewell.inputs["name"]) == ("dev", "farewell")
    assert farewell.inputs["values"] == {}
    assert farewell.inputs["timeout"] == 1800
    assert {"dev-default-nodes", "dev-aws-ebs-csi-driver"} <= farewell.dependencies


def test_it_goes_before_a_service_that_deletes_records() -> None:
    cloud = with_services(externalDns=external_dns("sync"))
    assert {"more-external-dns", "more-external-dns-identity", "more-external-dns-policy"} <= needed_by(
        cloud, "dev-farewell"
    )
    assert "dev-farewell" not in needed_by(cloud, "more-external-dns")
    assert cloud.named("dev-farewell").inputs["values"] == {"cleaners": True, "deadlineSeconds": 1850}
    assert cloud.named("dev-farewell").inputs["timeout"] == 1900


def test_what_deletes_records_is_left_running_and_hears_of_each_deletion() -> None:
    values = with_services(externalDns=external_dns("sync")).named("more-external-dns").inputs["values"]
    assert values["commonLabels"] == {"selfdriving/cleans-up-in-aws": "true"}
    assert values["triggerLoopOnEvent"] is True


def test_it_does_not_wait_for_a_service_that_deletes_nothing() -> None:
    cloud = with_services(externalDns=external_dns("upsert-only"), headlamp={"enabled": True})
    assert not {"more-external-dns", "more-headlamp"} & needed_by(cloud, "dev-farewell")
    assert cloud.named("dev-farewell").inputs["values"] == {}
    assert "commonLabels" not in cloud.named("more-external-dns").inputs["values"]


def test_the_role_of_a_service_that_argo_cd_has_outlives_it() -> None:
    cloud = with_services(externalDns=external_dns("sync"), argoCd=ARGO_CD)
    assert {"more-external-dns-identity", "more-external-dns-policy"} <= needed_by(cloud, "dev-farewell")


def test_it_goes_before_a_controller_of_a_program_of_one_s_own() -> None:
    def load_balancers(cluster: SelfDrivingCluster) -> None:
        controller = kubernetes.core.v1.ConfigMap("load-balancer-controller")
        cluster.handle.cleaners.add(controller)

    cloud = built(load_balancers)
    assert "load-balancer-controller" in cloud.named("dev-farewell").dependencies


def test_a_controller_that_is_declared_too_late_for_it_is_refused() -> None:
    def load_balancers(cluster: SelfDrivingCluster) -> None:
        cluster.kubeconfig.apply(
            lambda _: cluster.handle.cleaners.add(kubernetes.core.v1.ConfigMap("load-balancer-controller"))
        )

    with pytest.raises(pulumi.RunError, match=r"^load-balancer-controller cleans up in AWS and is declared"):
        built(load_balancers)


@pytest.mark.parametrize("scaler", ["cluster-autoscaler", "karpenter"])
def test_nothing_waits_for_it(scaler: str) -> None:
    settings = ServicesSettings.model_validate({"externalDns": external_dns("sync")})
    cloud = built(lambda cluster: ClusterServices("more", settings, cluster.handle), nodeScaler=scaler)
    assert not [found.name for found in cloud.resources if "dev-farewell" in found.dependencies]
