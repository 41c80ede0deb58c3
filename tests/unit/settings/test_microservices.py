"""Microservices of a stack: their names, and the mesh that they join."""

from __future__ import annotations

import pytest

from settings import Config, parse
from tests.unit.settings.configuration import configured, problems_of


def test_a_microservice_is_declared_by_its_name() -> None:
    config = configured(p__microservices={"shop": {"image": "shop:1.2.3", "port": 8080}})
    assert parse(config).settings.microservices["shop"].port == 8080


def test_what_is_wrong_with_a_microservice_is_told_with_its_name() -> None:
    (problem,) = problems_of(configured(p__microservices={"shop": {"image": "shop", "port": 8080}}))
    assert problem == (
        "microservices.shop.image = \"shop\": must name a version, not 'shop'; write image:1.2.3 or "
        "image@sha256:..."
    )


@pytest.mark.parametrize("name", ["monitoring", "auto-remediation", "node-problem-detector", "headlamp"])
def test_a_microservice_does_not_share_a_namespace_with_a_part_of_the_stack(name: str) -> None:
    config = configured(
        p__microservices={name: {"image": "shop:1.2.3", "port": 8080}},
        p__services={"headlamp": {"enabled": True}},
    )
    (problem,) = problems_of(config)
    assert problem == (
        f'microservices.{name} = "{name}": would share the namespace of a part of this stack, which has that '
        "name; rename it"
    )


MESHED = {"image": "shop:1.2.3", "port": 8080, "mesh": "linkerd", "metrics": {"port": 9000}}


def test_a_microservice_joins_the_mesh_of_its_stack() -> None:
    config = configured(p__services={"mesh": {"enabled": True}}, p__microservices={"shop": MESHED})
    assert parse(config).settings.microservices["shop"].mesh == "linkerd"


def test_a_mesh_that_nobody_installs_is_told_with_the_setting_that_does() -> None:
    assert problems_of(configured(p__microservices={"shop": MESHED})) == [
        (
            'microservices.shop.mesh = "linkerd": must be none, because the cluster has no mesh; or set '
            "services.mesh.enabled to true and services.mesh.kind to linkerd"
        )
    ]


def test_metrics_on_the_port_that_the_mesh_closes_are_refused() -> None:
    config = configured(
        p__services={"mesh": {"enabled": True}},
        p__microservices={"shop": {**MESHED, "metrics": {"port": 8080}}},
    )
    (problem,) = problems_of(config)
    assert problem.endswith(
        "mesh linkerd lets in only who has an identity, and Prometheus has none: set metrics.port to a port "
        "of its own"
    )


def test_another_mesh_than_the_stacks_is_refused() -> None:
    config = configured(
        p__services={"mesh": {"enabled": True, "kind": "istio"}}, p__microservices={"shop": MESHED}
    )
    assert problems_of(config) == [
        'microservices.shop.mesh = "linkerd": must be istio, the mesh that services.mesh installs, or none'
    ]


def test_a_cluster_that_exists_may_have_a_mesh_already() -> None:
    config = Config("p", "local", {"p:target": "kubeconfig", "p:microservices": {"shop": MESHED}})
    assert parse(config).settings.microservices["shop"].mesh == "linkerd"


@pytest.mark.parametrize("name", ["linkerd", "linkerd-cni", "cert-manager", "gateway-api"])
def test_a_microservice_does_not_share_a_namespace_with_the_mesh(name: str) -> None:
    config = configured(
        p__services={"mesh": {"enabled": True}},
        p__microservices={name: {"image": "shop:1.2.3", "port": 8080}},
    )
    (problem,) = problems_of(config)
    assert problem.startswith(f'microservices.{name} = "{name}": would share the namespace')
