"""A microservice talks to those that were named, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.microservice.settings import MicroserviceSettings
from tests.unit.components.microservice.shop import shop, spec

OWN: dict[str, Any] = {"podSelector": {}}


def namespace(name: str) -> dict[str, Any]:
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def tcp(port: int) -> dict[str, Any]:
    return {"port": port, "protocol": "TCP"}


def test_nothing_is_allowed_that_nobody_named() -> None:
    assert spec(shop(), "NetworkPolicy", "-deny-everything") == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


def test_it_is_called_by_its_own_namespace_and_by_those_that_were_named() -> None:
    policy = spec(shop(watched=False, callers=["checkout", "10.0.0.0/16"]), "NetworkPolicy")
    assert policy["ingress"] == [
        {
            "from": [OWN, namespace("checkout"), {"ipBlock": {"cidr": "10.0.0.0/16"}}],
            "ports": [tcp(8080)],
        }
    ]


def test_prometheus_reaches_its_metrics_and_no_other_port() -> None:
    policy = spec(shop(metrics={"port": 9000}), "NetworkPolicy")
    assert policy["ingress"][1:] == [{"from": [namespace("monitoring")], "ports": [tcp(9000)]}]


def test_it_may_ask_for_names_wherever_a_cache_of_them_is() -> None:
    assert spec(shop(), "NetworkPolicy")["egress"][0] == {"ports": [{"port": 53, "protocol": "UDP"}, tcp(53)]}


def test_it_calls_those_that_were_named() -> None:
    calls = [{"to": "payments", "port": 8080}, {"to": "10.0.3.0/24", "port": 5432}]
    assert spec(shop(calls=calls), "NetworkPolicy")["egress"][1:] == [
        {"to": [OWN], "ports": [tcp(8080)]},
        {"to": [namespace("payments")], "ports": [tcp(8080)]},
        {"to": [{"ipBlock": {"cidr": "10.0.3.0/24"}}], "ports": [tcp(5432)]},
    ]


def test_its_traces_reach_their_collector() -> None:
    policy = spec(shop(otlpEndpoint="http://collector.tracing.svc:4317"), "NetworkPolicy")
    assert policy["egress"][-1] == {"to": [namespace("tracing")], "ports": [tcp(4317)]}


def test_its_traces_reach_the_clusters_own_collector() -> None:
    policy = spec(shop(traced=True), "NetworkPolicy")
    assert policy["egress"][-1] == {"to": [namespace("telemetry")], "ports": [tcp(4318)]}


@pytest.mark.parametrize("peer", ["Checkout", "10.0.0.1/16", "10.0.0.0/33", "a b"])
def test_a_peer_is_a_namespace_or_a_range(peer: str) -> None:
    with pytest.raises(ValidationError, match=r"must be a namespace or a range such as 10\.0\.0\.0/16, not"):
        MicroserviceSettings.model_validate({"callers": [peer]})
