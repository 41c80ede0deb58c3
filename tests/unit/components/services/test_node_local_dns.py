"""Each node answers names at the address of cluster DNS, whatever that address is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
import pytest
from pydantic import ValidationError

from components.handles import MonitoringHandle
from components.services.cluster_services import ClusterServices
from components.services.node_local_dns import NodeLocalDnsSettings
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import UNKNOWN, Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"
ON = ServicesSettings(node_local_dns=NodeLocalDnsSettings(enabled=True))


def values(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = cloud.one(RELEASE).inputs["values"]
    return found


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return deploy(lambda: ClusterServices("more", ON, cluster_on_aws()).commands)


def test_it_takes_over_the_address_that_the_cluster_tells(cloud: Cloud) -> None:
    assert values(cloud)["config"]["dnsServer"] == "10.100.0.10"


def test_no_setting_can_name_another_address() -> None:
    assert set(NodeLocalDnsSettings.model_fields) == {"enabled", "values"}
    with pytest.raises(ValidationError, match="it is the address of cluster DNS, which the cache takes over"):
        NodeLocalDnsSettings.model_validate({"values": {"config": {"dnsServer": "10.0.0.10"}}})


def test_kube_proxys_iptables_lead_to_it_and_back_when_it_goes(cloud: Cloud) -> None:
    config = values(cloud)["config"]
    assert (config["setupIptables"], config["skipTeardown"]) == (True, False)


def test_it_listens_on_no_address_of_the_node(cloud: Cloud) -> None:
    assert values(cloud)["config"]["bindIp"] is True


def test_it_runs_on_every_node_tainted_ones_too(cloud: Cloud) -> None:
    assert values(cloud)["tolerations"] == [{"operator": "Exists"}]


def test_it_lives_beside_cluster_dns_and_makes_no_namespace(cloud: Cloud) -> None:
    assert cloud.children("more") == {(RELEASE, "more-node-local-dns")}
    release = cloud.one(RELEASE).inputs
    assert release["namespace"] == "kube-system"
    assert (release["chart"], release["version"], release["atomic"]) == (
        "oci://ghcr.io/deliveryhero/helm-charts/node-local-dns",
        "2.9.2",
        True,
    )


def test_prometheus_finds_it_where_there_is_one() -> None:
    def build() -> object:
        monitoring = MonitoringHandle(
            pulumi.Output.from_input("monitoring"), labels={"release": "watch"}, requires=[]
        )
        return ClusterServices("more", ON, cluster_on_aws(), monitoring=monitoring).commands

    assert values(deploy(build))["serviceMonitor"] == {"enabled": True, "labels": {"release": "watch"}}


def test_without_prometheus_there_is_no_monitor(cloud: Cloud) -> None:
    assert values(cloud)["serviceMonitor"] == {"enabled": False, "labels": {}}


def test_in_a_preview_the_address_may_be_unknown() -> None:
    def build() -> object:
        cluster = cluster_on_aws()
        assert cluster.aws is not None
        unknown = kubernetes.core.v1.ConfigMap("cluster-to-be").id
        return ClusterServices(
            "more", ON, replace(cluster, aws=replace(cluster.aws, dns_address=unknown))
        ).commands

    assert values(deploy(build, preview=True))["config"]["dnsServer"] == UNKNOWN


def test_a_cluster_that_tells_no_address_is_refused() -> None:
    def build() -> None:
        with pytest.raises(ValueError, match="needs the address of cluster DNS, which only a cluster on AWS"):
            ClusterServices("more", ON, cluster_elsewhere())

    deploy(build)
