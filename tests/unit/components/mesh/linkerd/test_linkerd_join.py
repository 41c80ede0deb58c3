"""In a mesh requests are encrypted, from named callers, tried again, limited, and kept off sick pods."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.microservice.settings import MicroserviceSettings
from tests.unit.components.cloud import Cloud
from tests.unit.components.microservice.shop import of, shop, spec

METRICS = {"port": 9000}
OWN_POLICIES = {
    ("kubernetes:policy.linkerd.io/v1beta3:Server", "shop-server"),
    ("kubernetes:policy.linkerd.io/v1alpha1:MeshTLSAuthentication", "shop-meshtlsauthentication-callers"),
    ("kubernetes:policy.linkerd.io/v1alpha1:AuthorizationPolicy", "shop-authorizationpolicy-callers"),
}


def meshed(**written: Any) -> Cloud:
    return shop(mesh="linkerd", metrics=METRICS, **written)


def service_annotations(cloud: Cloud) -> dict[str, str]:
    return dict(of(cloud, "Service").inputs["metadata"].get("annotations", {}))


def test_the_mesh_adds_its_policies_and_nothing_else() -> None:
    assert meshed().children("shop") - shop().children("shop") == OWN_POLICIES


def test_without_a_mesh_nothing_speaks_of_one() -> None:
    assert "linkerd" not in str([declared.inputs for declared in shop().resources])


def test_its_pods_and_policies_wait_for_the_mesh_that_the_stack_installs() -> None:
    cloud = meshed(joins="linkerd", traffic={"canary": {"image": "shop:1.3.0", "percent": 10}})
    waiting = {declared.name for declared in cloud.resources if "mesh" in declared.dependencies}
    assert waiting == {
        "shop-deployment",
        "shop-deployment-canary",
        "shop-horizontalpodautoscaler-canary",
        "shop-service-stable",
        "shop-service-canary",
        "shop-httproute",
        *(name for _, name in OWN_POLICIES),
    }


def test_without_a_mesh_of_the_stack_it_waits_for_nothing_more() -> None:
    assert of(meshed(), "Deployment").dependencies == of(shop(), "Deployment").dependencies


def test_who_wants_no_mesh_does_not_wait_for_it() -> None:
    assert "mesh" not in of(shop(joins="linkerd"), "Deployment").dependencies


def test_another_mesh_than_the_clusters_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^shop: mesh is linkerd, but must be istio, the mesh that"):
        meshed(joins="istio")


def test_its_namespace_tells_the_injector_to_look() -> None:
    labels = meshed().named("shop-namespace").inputs["metadata"]["labels"]
    assert labels["config.linkerd.io/admission-webhooks"] == "enabled"


def test_a_proxy_stands_beside_each_pod_and_serves_as_long_as_it_does() -> None:
    annotations = spec(meshed(), "Deployment")["template"]["metadata"]["annotations"]
    assert annotations["linkerd.io/inject"] == "enabled"
    assert annotations["config.alpha.linkerd.io/proxy-wait-before-exit-seconds"] == "5"


def test_nobody_gets_in_whom_no_policy_names() -> None:
    server = spec(meshed(), "Server")
    assert (server["port"], server["accessPolicy"]) == ("http", "deny")
    assert server["podSelector"] == {"matchLabels": {"app.kubernetes.io/name": "shop"}}


def test_callers_prove_who_they_are() -> None:
    cloud = meshed(callers=["checkout"])
    assert spec(cloud, "MeshTLSAuthentication", "-callers")["identities"] == [
        "*.shop.serviceaccount.identity.linkerd.cluster.local",
        "*.checkout.serviceaccount.identity.linkerd.cluster.local",
    ]
    policy = spec(cloud, "AuthorizationPolicy", "-callers")
    assert policy["targetRef"] == {"group": "policy.linkerd.io", "kind": "Server", "name": "shop"}
    assert policy["requiredAuthenticationRefs"] == [
        {"group": "policy.linkerd.io", "kind": "MeshTLSAuthentication", "name": "shop-callers"}
    ]


def test_addresses_get_in_where_a_person_named_them() -> None:
    cloud = meshed(callers=["10.0.0.0/16"])
    assert spec(cloud, "NetworkAuthentication", "-addresses") == {"networks": [{"cidr": "10.0.0.0/16"}]}
    assert spec(cloud, "AuthorizationPolicy", "-addresses")["requiredAuthenticationRefs"] == [
        {"group": "policy.linkerd.io", "kind": "NetworkAuthentication", "name": "shop-addresses"}
    ]


def test_requests_are_tried_again_and_given_up() -> None:
    assert service_annotations(meshed(traffic={"retries": 2, "timeoutSeconds": 3})) == {
        "retry.linkerd.io/http": "5xx",
        "retry.linkerd.io/limit": "2",
        "timeout.linkerd.io/request": "3s",
    }


def test_a_pod_that_fails_in_a_row_is_left_alone() -> None:
    assert service_annotations(meshed(traffic={"failuresUntilEjected": 5})) == {
        "balancer.linkerd.io/failure-accrual": "consecutive",
        "balancer.linkerd.io/failure-accrual-consecutive-max-failures": "5",
    }


def test_each_pod_takes_so_many_requests_per_second() -> None:
    assert spec(meshed(traffic={"requestsPerSecond": 50}), "HTTPLocalRateLimitPolicy") == {
        "targetRef": {"group": "policy.linkerd.io", "kind": "Server", "name": "shop"},
        "total": {"requestsPerSecond": 50},
    }


def test_nothing_is_limited_unless_told() -> None:
    cloud = meshed()
    assert service_annotations(cloud) == {}
    assert cloud.of("kubernetes:policy.linkerd.io/v1alpha1:HTTPLocalRateLimitPolicy") == []


def test_proxies_reach_each_other_and_their_control_plane() -> None:
    policy = spec(meshed(calls=[{"to": "payments", "port": 8080}]), "NetworkPolicy")
    both = [{"port": 8080, "protocol": "TCP"}, {"port": 4143, "protocol": "TCP"}]
    assert policy["ingress"][0]["ports"] == both
    assert [rule["ports"] for rule in policy["egress"][1:3]] == [both, both]
    assert policy["egress"][3] == {
        "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "linkerd"}}}]
    }


@pytest.mark.parametrize(
    ("traffic", "message"),
    [
        (
            {"retries": 2},
            "traffic.retries needs a mesh: set mesh to linkerd or istio, or remove traffic.retries",
        ),
        (
            {"timeoutSeconds": 3, "requestsPerSecond": 50},
            "traffic.requestsPerSecond and traffic.timeoutSeconds need a mesh: set mesh to linkerd",
        ),
    ],
    ids=str,
)
def test_what_needs_a_mesh_is_refused_without_one(traffic: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as raised:
        MicroserviceSettings.model_validate({"traffic": traffic})
    assert message in str(raised.value)


def test_metrics_need_a_port_that_the_mesh_does_not_guard() -> None:
    with pytest.raises(ValidationError, match="Prometheus has none: set metrics"):
        MicroserviceSettings.model_validate({"mesh": "linkerd"})
