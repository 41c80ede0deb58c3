"""Prometheus finds the service, and a dashboard shows its four golden signals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.microservice.settings import MicroserviceSettings
from components.microservice.signals import dashboard
from components.microservice.spec import MicroserviceSpec
from tests.unit.components.cloud import Cloud
from tests.unit.components.microservice.shop import container, of, shop, spec
from tests.unit.components.observability.known_metrics import EXPORTED, metrics_of, unknown_labels

SHOP = MicroserviceSpec("shop", "shop:1", 8080, MicroserviceSettings())
QUERIES = [query.expr for panel in dashboard(SHOP).panels() for query in panel.queries]


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return shop()


def test_prometheus_finds_it_by_the_labels_of_its_service(cloud: Cloud) -> None:
    monitor = spec(cloud, "ServiceMonitor")
    assert monitor["endpoints"] == [{"port": "http", "path": "/metrics", "interval": "30s"}]
    wanted = monitor["selector"]["matchLabels"].items()
    assert wanted <= of(cloud, "Service").inputs["metadata"]["labels"].items()
    assert of(cloud, "ServiceMonitor").inputs["metadata"]["labels"]["release"] == "watch"


def test_metrics_may_have_a_port_of_their_own() -> None:
    cloud = shop(metrics={"port": 9000, "path": "/stats"})
    assert spec(cloud, "ServiceMonitor")["endpoints"] == [
        {"port": "metrics", "path": "/stats", "interval": "30s"}
    ]
    assert {port["name"]: port["port"] for port in spec(cloud, "Service")["ports"]} == {
        "http": 80,
        "metrics": 9000,
    }
    assert {port["name"]: port["containerPort"] for port in container(cloud)["ports"]} == {
        "http": 8080,
        "metrics": 9000,
    }


def test_the_dashboard_shows_the_four_golden_signals() -> None:
    titles = [panel.title for panel in dashboard(SHOP).panels()]
    assert titles == ["Latency", "Traffic", "Errors", "Saturation", "Pods"]


@pytest.mark.parametrize("promql", QUERIES)
def test_a_panel_asks_for_this_service_and_for_what_somebody_exports(promql: str) -> None:
    assert metrics_of(promql)
    assert metrics_of(promql) <= EXPORTED
    assert unknown_labels(promql) == set()
    assert promql.count("{") == promql.count('{namespace="shop"')


def test_grafana_finds_the_dashboard(cloud: Cloud) -> None:
    file = of(cloud, "ConfigMap", "-dashboard").inputs
    assert file["metadata"]["labels"]["grafana_dashboard"] == "1"
    shown: dict[str, Any] = json.loads(file["data"]["microservice-shop.json"])
    assert (shown["title"], shown["uid"], shown["tags"]) == (
        "Microservice shop",
        "microservice-shop",
        ["microservice"],
    )
