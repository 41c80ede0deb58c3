"""A new version gets a share of the requests, and all the care that the old one has."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.microservice.settings import MicroserviceSettings
from tests.unit.components.cloud import Cloud
from tests.unit.components.microservice.shop import IMAGE, of, shop, spec

NEW = "registry.example.com/shop:1.3.0"
MESH: dict[str, Any] = {"mesh": "linkerd", "metrics": {"port": 9000}}


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return shop(**MESH, traffic={"canary": {"image": NEW, "percent": 10}})


def image(cloud: Cloud, suffix: str = "") -> str:
    (container,) = spec(cloud, "Deployment", suffix)["template"]["spec"]["containers"]
    return str(container["image"])


def test_both_versions_run(cloud: Cloud) -> None:
    assert (image(cloud), image(cloud, "-canary")) == (IMAGE, NEW)


def test_requests_are_split_by_percent(cloud: Cloud) -> None:
    route = spec(cloud, "HTTPRoute")
    assert route["parentRefs"] == [{"group": "", "kind": "Service", "name": "shop", "port": 80}]
    assert route["rules"] == [
        {
            "backendRefs": [
                {"name": "shop-stable", "port": 80, "weight": 90},
                {"name": "shop-canary", "port": 80, "weight": 10},
            ]
        }
    ]


@pytest.mark.parametrize(("track", "suffix"), [("stable", ""), ("canary", "-canary")])
def test_each_version_is_found_by_a_name_of_its_own(cloud: Cloud, track: str, suffix: str) -> None:
    labels = spec(cloud, "Deployment", suffix)["template"]["metadata"]["labels"]
    assert labels == {"app.kubernetes.io/name": "shop", "track": track}
    assert spec(cloud, "Service", f"-{track}")["selector"] == labels
    assert spec(cloud, "Deployment", suffix)["selector"] == {"matchLabels": labels}


def test_each_version_scales_by_itself(cloud: Cloud) -> None:
    target = spec(cloud, "HorizontalPodAutoscaler", "-canary")["scaleTargetRef"]
    assert target == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop-canary"}
    assert spec(cloud, "HorizontalPodAutoscaler")["scaleTargetRef"]["name"] == "shop"


def test_the_new_version_waits_for_nodes_as_the_old_one_does(cloud: Cloud) -> None:
    assert of(cloud, "Deployment", "-canary").dependencies == of(cloud, "Deployment").dependencies


def test_budget_fence_and_policies_hold_for_both(cloud: Cloud) -> None:
    both = {"matchLabels": {"app.kubernetes.io/name": "shop"}}
    assert spec(cloud, "PodDisruptionBudget")["selector"] == both
    assert spec(cloud, "NetworkPolicy")["podSelector"] == both
    assert spec(cloud, "Server")["podSelector"] == both


def test_prometheus_scrapes_a_pod_once(cloud: Cloud) -> None:
    port = spec(cloud, "ServiceMonitor")["endpoints"][0]["port"]
    found = [
        service.name
        for service in cloud.of("kubernetes:core/v1:Service")
        if port in {item["name"] for item in service.inputs["spec"]["ports"]}
    ]
    assert found == ["shop-service"]


def test_switching_it_off_leaves_the_old_version_as_it_is(cloud: Cloud) -> None:
    alone = shop(**MESH)
    assert spec(alone, "Deployment") == spec(cloud, "Deployment")
    assert {name for _, name in cloud.children("shop") - alone.children("shop")} == {
        "shop-deployment-canary",
        "shop-horizontalpodautoscaler-canary",
        "shop-service-stable",
        "shop-service-canary",
        "shop-httproute",
    }


def test_it_needs_a_mesh() -> None:
    with pytest.raises(ValidationError, match=r"traffic\.canary needs a mesh: set mesh to linkerd"):
        MicroserviceSettings.model_validate({"traffic": {"canary": {"image": NEW, "percent": 10}}})
