"""Services and microservices come from settings alone, and leave nothing when they are switched off."""

from __future__ import annotations

import json

import pytest

from testing.checkout import Checkout
from testing.services import MICROSERVICES, SERVICES

pytestmark = pytest.mark.xdist_group("services")


def names(checkout: Checkout) -> set[str]:
    return {resource["urn"].rpartition("::")[2] for resource in checkout.resources()}


def pods_logs(checkout: Checkout) -> list[str]:
    """Log groups of pods' logs that AWS has."""
    return [name for held in checkout.inventory().values() for name in held if name.endswith("/pods")]


def test_everything_is_switched_on_and_over_by_settings_and_off_without_a_trace(checkout: Checkout) -> None:
    before = names(checkout)

    checkout.change("services", SERVICES)
    checkout.change("microservices", MICROSERVICES)
    on = checkout.run("up")
    assert on.code == 0, on.output
    found = {resource["urn"].rpartition("::")[2]: resource for resource in checkout.resources()}
    assert {
        "services-external-dns",
        "services-node-local-dns",
        "services-headlamp",
        "services-argo-cd-repository",
        "services-vertical-pod-autoscaler",
        "services-telemetry",
        "services-telemetry-logs",
        "observability-kube-prometheus-stack-identity",
        "services-linkerd-control-plane",
        "shop-deployment",
        "shop-verticalpodautoscaler",
        "shop-prometheusrule",
        "checkout-server",
        "checkout-httproute",
    } <= found.keys()
    # The range that EKS gave the cluster's services is 172.20.0.0/16.
    assert found["services-node-local-dns"]["inputs"]["values"]["config"]["dnsServer"] == "172.20.0.10"
    (container,) = found["shop-deployment"]["inputs"]["spec"]["template"]["spec"]["containers"]
    assert {"name": "OTEL_EXPORTER_OTLP_ENDPOINT", "value": "http://telemetry.telemetry:4318"} in container[
        "env"
    ]
    (logs,) = [r for r in checkout.resources() if r["urn"].endswith("LogGroup::services-telemetry-logs")]
    assert logs["outputs"]["retentionInDays"] == 7
    assert logs["outputs"]["name"] in pods_logs(checkout)
    commands = json.loads(checkout.run("pulumi", "stack", "output", "--json").output)["commands"]
    assert commands["dashboardToken"] == "kubectl -n headlamp create token headlamp --duration 60m"

    checkout.change("services.mesh", {"enabled": True, "kind": "istio"})
    checkout.change("microservices.checkout.mesh", "istio")
    other = checkout.run("up")
    assert other.code == 0, other.output
    assert {"services-ztunnel", "checkout-gateway-waypoint", "checkout-httproute"} <= names(checkout)
    assert not {"services-linkerd-control-plane", "checkout-server"} & names(checkout)

    checkout.change("services", {})
    checkout.change("microservices", {})
    off = checkout.run("up")
    assert off.code == 0, off.output
    assert names(checkout) == before
    assert pods_logs(checkout) == []
