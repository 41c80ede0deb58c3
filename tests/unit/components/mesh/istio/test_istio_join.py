"""What the checklist asks of a mesh, item by item, with Istio: read from what is declared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.components.cloud import Cloud
from tests.unit.components.microservice.shop import of, shop, spec

METRICS = {"port": 9000}
SELECTOR = {"matchLabels": {"app.kubernetes.io/name": "shop"}}
NEW = "registry.example.com/shop:1.3.0"
OWN_POLICIES = {
    ("kubernetes:security.istio.io/v1:PeerAuthentication", "shop-peerauthentication"),
    ("kubernetes:security.istio.io/v1:AuthorizationPolicy", "shop-authorizationpolicy-pods"),
}
WAYPOINT = {
    ("kubernetes:gateway.networking.k8s.io/v1:Gateway", "shop-gateway-waypoint"),
    ("kubernetes:security.istio.io/v1:AuthorizationPolicy", "shop-authorizationpolicy-waypoint"),
    ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "shop-networkpolicy-waypoint"),
}
ROUTE = ("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "shop-httproute")
RULE = "kubernetes:networking.istio.io/v1:DestinationRule"


def meshed(**written: Any) -> Cloud:
    return shop(mesh="istio", metrics=METRICS, **written)


def added(**traffic: Any) -> set[tuple[str, str]]:
    """What the traffic's settings add."""
    return meshed(traffic=traffic).children("shop") - shop().children("shop") - OWN_POLICIES


def source(cloud: Cloud, suffix: str) -> dict[str, Any]:
    """From whom a policy lets the first kind of callers in."""
    first = spec(cloud, "AuthorizationPolicy", suffix)["rules"][0]
    return dict(first["from"][0]["source"])


def test_its_pods_join_without_a_proxy_of_their_own() -> None:
    cloud = meshed()
    labels = cloud.named("shop-namespace").inputs["metadata"]["labels"]
    assert labels["istio.io/dataplane-mode"] == "ambient"
    assert spec(cloud, "Deployment")["template"]["metadata"] == {
        "labels": {"app.kubernetes.io/name": "shop", "track": "stable"}
    }


def test_without_a_mesh_nothing_speaks_of_one() -> None:
    assert "istio" not in str([declared.inputs for declared in shop().resources])


def test_mtls_is_the_only_way_in_but_for_prometheus() -> None:
    assert spec(meshed(), "PeerAuthentication") == {
        "selector": SELECTOR,
        "mtls": {"mode": "STRICT"},
        "portLevelMtls": {"9000": {"mode": "PERMISSIVE"}},
    }


def test_callers_prove_who_they_are() -> None:
    policy = spec(meshed(callers=["checkout"]), "AuthorizationPolicy", "-pods")
    assert (policy["selector"], policy["action"]) == (SELECTOR, "ALLOW")
    assert policy["rules"] == [
        {
            "from": [{"source": {"namespaces": ["shop", "checkout"]}}],
            "to": [{"operation": {"ports": ["8080"]}}],
        },
        {"to": [{"operation": {"ports": ["9000"]}}]},
    ]


def test_addresses_get_in_where_a_person_named_them() -> None:
    cloud = meshed(callers=["10.0.0.0/16"])
    assert spec(cloud, "AuthorizationPolicy", "-pods")["rules"][1] == {
        "from": [{"source": {"ipBlocks": ["10.0.0.0/16"]}}],
        "to": [{"operation": {"ports": ["8080"]}}],
    }
    assert spec(cloud, "PeerAuthentication")["portLevelMtls"] == {
        "9000": {"mode": "PERMISSIVE"},
        "8080": {"mode": "PERMISSIVE"},
    }


def test_encryption_and_authorization_need_no_waypoint() -> None:
    assert added() == set()


@pytest.mark.parametrize(
    ("traffic", "more"),
    [
        ({"retries": 2}, {ROUTE}),
        ({"timeoutSeconds": 3}, {ROUTE}),
        ({"failuresUntilEjected": 5}, {(RULE, "shop-destinationrule")}),
        ({"concurrentRequests": 50}, {(RULE, "shop-destinationrule")}),
    ],
    ids=str,
)
def test_what_is_done_with_requests_is_done_by_a_waypoint(
    traffic: dict[str, Any], more: set[tuple[str, str]]
) -> None:
    assert added(**traffic) == WAYPOINT | more


def test_requests_go_through_the_waypoint() -> None:
    cloud = meshed(traffic={"retries": 2})
    gateway = spec(cloud, "Gateway", "-waypoint")
    assert gateway["gatewayClassName"] == "istio-waypoint"
    assert gateway["listeners"] == [{"name": "mesh", "port": 15008, "protocol": "HBONE"}]
    labels = of(cloud, "Service").inputs["metadata"]["labels"]
    assert labels["istio.io/use-waypoint"] == of(cloud, "Gateway", "-waypoint").inputs["metadata"]["name"]


def test_the_service_takes_no_waypoint_for_one_of_its_pods() -> None:
    cloud = meshed(traffic={"retries": 2})
    pods = spec(cloud, "Gateway", "-waypoint")["infrastructure"]["labels"]
    assert pods == {"app.kubernetes.io/name": "shop-waypoint"}
    assert pods.items().isdisjoint(spec(cloud, "Service")["selector"].items())


def test_nobody_gets_around_the_waypoint() -> None:
    cloud = meshed(callers=["checkout"], traffic={"retries": 2})
    assert source(cloud, "-pods") == {"principals": ["cluster.local/ns/shop/sa/shop-waypoint"]}
    assert source(cloud, "-waypoint") == {"namespaces": ["shop", "checkout"]}
    assert spec(cloud, "AuthorizationPolicy", "-waypoint")["targetRefs"] == [
        {"group": "", "kind": "Service", "name": "shop"}
    ]


def test_requests_are_tried_again_and_given_up() -> None:
    route = spec(meshed(traffic={"retries": 2, "timeoutSeconds": 3}), "HTTPRoute")
    assert route["parentRefs"] == [{"group": "", "kind": "Service", "name": "shop", "port": 80}]
    assert route["rules"] == [
        {
            "timeouts": {"request": "3s"},
            "retry": {"attempts": 2, "codes": [500, 502, 503, 504]},
            "backendRefs": [{"name": "shop", "port": 80}],
        }
    ]


def test_a_pod_that_fails_in_a_row_is_left_alone() -> None:
    rule = spec(meshed(traffic={"failuresUntilEjected": 5}), "DestinationRule")
    assert rule["host"] == "shop.shop.svc.cluster.local"
    assert rule["trafficPolicy"] == {
        "outlierDetection": {
            "consecutive5xxErrors": 5,
            "interval": "10s",
            "baseEjectionTime": "30s",
            "maxEjectionPercent": 50,
        }
    }


def test_a_slow_service_holds_only_so_many_requests() -> None:
    rule = spec(meshed(traffic={"concurrentRequests": 50}), "DestinationRule")
    assert rule["trafficPolicy"] == {"connectionPool": {"http": {"http2MaxRequests": 50}}}


def test_a_canary_gets_its_share_and_the_same_care() -> None:
    canary = {"image": NEW, "percent": 10}
    cloud = meshed(traffic={"canary": canary, "timeoutSeconds": 3, "failuresUntilEjected": 5})
    assert spec(cloud, "HTTPRoute")["rules"] == [
        {
            "timeouts": {"request": "3s"},
            "backendRefs": [
                {"name": "shop-stable", "port": 80, "weight": 90},
                {"name": "shop-canary", "port": 80, "weight": 10},
            ],
        }
    ]
    assert [rule.inputs["spec"]["host"] for rule in cloud.of(RULE)] == [
        "shop-canary.shop.svc.cluster.local",
        "shop-stable.shop.svc.cluster.local",
    ]


def test_network_policies_let_proxies_and_probes_through() -> None:
    policy = spec(meshed(watched=False, calls=[{"to": "payments", "port": 8080}]), "NetworkPolicy")
    both = [{"port": 8080, "protocol": "TCP"}, {"port": 15008, "protocol": "TCP"}]
    assert policy["ingress"] == [
        {"from": [{"podSelector": {}}], "ports": both},
        {"from": [{"ipBlock": {"cidr": "169.254.7.127/32"}}]},
    ]
    assert [rule["ports"] for rule in policy["egress"][1:]] == [both, both]


def test_the_waypoint_is_fenced_in_as_the_service_is() -> None:
    cloud = meshed(callers=["checkout"], traffic={"retries": 2})
    policy = spec(cloud, "NetworkPolicy", "-waypoint")
    checkout = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "checkout"}}}
    orders = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "istio-system"}}}
    hbone = [{"port": 15008, "protocol": "TCP"}]
    # istiod puts this label on the pods of a Gateway.
    assert policy["podSelector"] == {
        "matchLabels": {"gateway.networking.k8s.io/gateway-name": "shop-waypoint"}
    }
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert policy["ingress"] == [{"from": [{"podSelector": {}}, checkout], "ports": hbone}]
    assert policy["egress"][1:] == [{"to": [{"podSelector": SELECTOR}], "ports": hbone}, {"to": [orders]}]


def test_its_pods_and_policies_wait_for_the_mesh_that_the_stack_installs() -> None:
    cloud = meshed(joins="istio", traffic={"retries": 2})
    waiting = {declared.name for declared in cloud.resources if "mesh" in declared.dependencies}
    assert waiting == {
        "shop-deployment",
        "shop-peerauthentication",
        "shop-authorizationpolicy-pods",
        "shop-authorizationpolicy-waypoint",
        "shop-gateway-waypoint",
        "shop-httproute",
    }


def test_the_services_own_port_is_never_opened_to_prometheus() -> None:
    with pytest.raises(ValueError, match=r"set metrics\.port to a port of its own"):
        shop(mesh="istio", metrics={"port": 8080})
