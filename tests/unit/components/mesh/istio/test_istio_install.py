"""Istio comes without sidecars, in the order of its own guide, and goes without a trace."""

from __future__ import annotations

import pytest

from tests.unit.components.cloud import Cloud
from tests.unit.components.mesh.installed import K3S, installed, levels, pinned, values, waits


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return installed(kind="istio")


def test_each_part_comes_after_what_it_needs_and_the_leftovers_go_last(cloud: Cloud) -> None:
    assert waits(cloud) == {
        "more-gateway-api": set(),
        "more-istio-leftovers": {"more-gateway-api"},
        "more-istio-base": {"more-gateway-api", "more-istio-leftovers"},
        "more-istiod": {"more-gateway-api", "more-istio-base"},
        "more-istio-cni": {"more-gateway-api", "more-istio-base"},
        "more-ztunnel": {"more-gateway-api", "more-istiod", "more-istio-cni"},
    }


def test_every_chart_is_pinned(cloud: Cloud) -> None:
    assert pinned(cloud) == {
        ("gateway-api-crds", "1.5.1"),
        ("./charts/istio-leftovers", None),
        ("base", "1.30.3"),
        ("istiod", "1.30.3"),
        ("cni", "1.30.3"),
        ("ztunnel", "1.30.3"),
    }


def test_who_joins_waits_until_the_nodes_proxies_run(cloud: Cloud) -> None:
    kind, *urns = cloud.result
    assert kind == "istio"
    assert [urn.rpartition("::")[2] for urn in urns] == ["more-ztunnel"]


@pytest.mark.parametrize("part", ["istiod", "istio-cni"])
def test_no_pod_gets_a_sidecar(cloud: Cloud, part: str) -> None:
    assert values(cloud, part)["profile"] == "ambient"


def test_only_what_changes_the_nodes_network_may_touch_nodes(cloud: Cloud) -> None:
    assert levels(cloud) == {
        "istio-system": "restricted",
        "istio-nodes": "privileged",
        "gateway-api": "restricted",
    }
    where = {name: cloud.named(f"more-{name}").inputs["namespace"] for name in ("istio-cni", "ztunnel")}
    assert where == {"istio-cni": "istio-nodes", "ztunnel": "istio-nodes"}


def test_the_nodes_proxies_are_trusted_where_they_are(cloud: Cloud) -> None:
    namespace = cloud.named("more-ztunnel").inputs["namespace"]
    assert values(cloud, "istiod")["trustedZtunnelNamespace"] == namespace


def test_a_waypoint_may_start_in_a_restricted_namespace(cloud: Cloud) -> None:
    profile = {"type": "RuntimeDefault"}
    assert values(cloud, "istiod")["gateways"] == {"seccompProfile": profile}
    assert values(cloud, "istiod")["seccompProfile"] == profile


def test_a_drain_takes_neither_the_only_waypoint_nor_the_only_control_plane(cloud: Cloud) -> None:
    assert values(cloud, "istiod")["gatewayClasses"]["istio-waypoint"] == {
        "horizontalPodAutoscaler": {"spec": {"minReplicas": 2, "maxReplicas": 5}},
        "podDisruptionBudget": {"spec": {"maxUnavailable": 1}},
    }
    assert values(cloud, "istiod")["autoscaleMin"] == 2


def test_a_cluster_elsewhere_gets_the_same(cloud: Cloud) -> None:
    assert waits(installed(kind="istio", aws=False)) == waits(cloud)


def test_nodes_may_keep_their_network_plugins_elsewhere() -> None:
    found = values(installed(kind="istio", cni=K3S), "istio-cni")
    assert (found["cniBinDir"], found["cniConfDir"]) == (K3S["binaries"], K3S["configuration"])
