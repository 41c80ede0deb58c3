"""Linkerd comes from one setting, with certificates that nobody has to make or to renew."""

from __future__ import annotations

import json

import pytest

from components.mesh.linkerd.join import join
from components.microservice.settings import MicroserviceSettings
from tests.unit.components.cloud import Cloud
from tests.unit.components.mesh.installed import K3S, RELEASE, installed, levels, pinned, values, waits
from tests.unit.components.microservice.shop import shop_spec


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return installed()


def test_each_part_comes_after_what_it_needs_and_waits_for_no_other(cloud: Cloud) -> None:
    assert waits(cloud) == {
        "more-gateway-api": set(),
        "more-linkerd-crds": {"more-gateway-api"},
        "more-cert-manager": {"more-gateway-api"},
        "more-trust-manager": {"more-gateway-api", "more-cert-manager"},
        "more-linkerd-certificates": {"more-gateway-api", "more-trust-manager"},
        "more-linkerd-cni": {"more-gateway-api"},
        "more-linkerd-control-plane": {
            "more-gateway-api",
            "more-linkerd-crds",
            "more-linkerd-certificates",
            "more-linkerd-cni",
        },
    }


def test_every_chart_is_pinned(cloud: Cloud) -> None:
    assert pinned(cloud) == {
        ("gateway-api-crds", "1.5.1"),
        ("linkerd-crds", "2026.8.3"),
        ("cert-manager", "v1.21.2"),
        ("trust-manager", "v0.25.0"),
        ("./charts/linkerd-certificates", None),
        ("linkerd2-cni", "2026.8.3"),
        ("linkerd-control-plane", "2026.8.3"),
    }


def test_who_joins_waits_until_it_is_there(cloud: Cloud) -> None:
    kind, *urns = cloud.result
    assert kind == "linkerd"
    assert [urn.rpartition("::")[2] for urn in urns] == ["more-linkerd-control-plane"]


def test_only_the_part_in_the_nodes_network_may_touch_nodes(cloud: Cloud) -> None:
    assert levels(cloud) == {
        "linkerd": "restricted",
        "linkerd-cni": "privileged",
        "cert-manager": "restricted",
        "gateway-api": "restricted",
    }
    assert values(cloud, "linkerd-control-plane")["cniEnabled"] is True


def test_no_key_and_no_certificate_is_in_the_state() -> None:
    told = json.dumps([dict(release.inputs) for release in installed(watched=True).of(RELEASE)])
    assert "PEM" not in told
    assert "BEGIN" not in told


def test_identities_are_signed_by_what_cert_manager_keeps_renewing(cloud: Cloud) -> None:
    assert values(cloud, "linkerd-control-plane")["identity"] == {
        "externalCA": True,
        "issuer": {"scheme": "kubernetes.io/tls"},
    }


@pytest.mark.parametrize(
    ("part", "certificate"),
    [
        ("proxyInjector", "linkerd/linkerd-proxy-injector"),
        ("profileValidator", "linkerd/linkerd-sp-validator"),
        ("policyValidator", "linkerd/linkerd-policy-validator"),
    ],
)
def test_what_the_api_server_calls_is_renewed_as_well(cloud: Cloud, part: str, certificate: str) -> None:
    found = values(cloud, "linkerd-control-plane")[part]
    assert (found["externalSecret"], found["injectCaFrom"]) == (True, certificate)


def test_trust_is_handed_out_in_its_own_namespace_alone(cloud: Cloud) -> None:
    app_values = values(cloud, "trust-manager")["app"]
    assert (app_values["trust"], app_values["targetNamespaces"]) == ({"namespace": "linkerd"}, ["linkerd"])


def test_a_pod_that_can_not_join_does_not_start_and_no_other_pod_is_asked_about(cloud: Cloud) -> None:
    found = values(cloud, "linkerd-control-plane")
    assert found["webhookFailurePolicy"] == "Fail"
    (rule,) = found["proxyInjector"]["namespaceSelector"]["matchExpressions"]
    assert rule == {
        "key": "config.linkerd.io/admission-webhooks",
        "operator": "In",
        "values": ["enabled"],
    }
    meshed = shop_spec(MicroserviceSettings.model_validate({"mesh": "linkerd", "metrics": {"port": 9000}}))
    assert join(meshed.member).namespace_labels == {rule["key"]: rule["values"][0]}


def test_it_outlives_the_drain_of_a_node(cloud: Cloud) -> None:
    found = values(cloud, "linkerd-control-plane")
    assert (found["controllerReplicas"], found["enablePodDisruptionBudget"]) == (2, True)


def test_a_pod_that_was_faster_than_a_fresh_nodes_network_is_made_again(cloud: Cloud) -> None:
    assert values(cloud, "linkerd-cni")["repairController"] == {"enabled": True}


def test_it_asks_nodes_for_the_command_that_all_of_them_have(cloud: Cloud) -> None:
    assert values(cloud, "linkerd-cni")["iptablesMode"] == "plain"


def test_nobody_outside_is_told_about_the_cluster(cloud: Cloud) -> None:
    assert values(cloud, "linkerd-control-plane")["disableHeartBeat"] is True


@pytest.mark.parametrize("name", ["cert-manager", "trust-manager"])
def test_definitions_and_leases_go_when_it_is_turned_off(cloud: Cloud, name: str) -> None:
    assert values(cloud, name)["crds"] == {"enabled": True, "keep": False}
    assert values(cloud, "cert-manager")["global"] == {"leaderElection": {"namespace": "cert-manager"}}


def test_prometheus_finds_it_where_there_is_one() -> None:
    on, off = installed(watched=True), installed()
    labels = {"release": "watch"}
    monitor = values(on, "linkerd-control-plane")["podMonitor"]
    assert (monitor["enabled"], monitor["labels"]) == (True, labels)
    assert values(on, "cert-manager")["prometheus"]["servicemonitor"] == {"enabled": True, "labels": labels}
    assert values(off, "linkerd-control-plane")["podMonitor"]["enabled"] is False
    assert values(off, "cert-manager")["prometheus"]["servicemonitor"] == {"enabled": False, "labels": {}}


def test_a_cluster_elsewhere_gets_the_same() -> None:
    assert waits(installed(aws=False)) == waits(installed())


def test_nodes_may_keep_their_network_plugins_elsewhere() -> None:
    found = values(installed(cni=K3S), "linkerd-cni")
    assert (found["destCNIBinDir"], found["destCNINetDir"]) == (K3S["binaries"], K3S["configuration"])
