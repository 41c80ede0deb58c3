"""One line declares the whole service, and what is off leaves nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from components.microservice.microservice import Microservice
from tests.unit.components.cloud import deploy
from tests.unit.components.clusters import cluster_elsewhere
from tests.unit.components.microservice.shop import IMAGE, of, shop

ROOT = Path(__file__).resolve().parents[4]

ALWAYS = {
    ("kubernetes:core/v1:Namespace", "shop-namespace"),
    ("kubernetes:core/v1:ServiceAccount", "shop-serviceaccount"),
    ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "shop-networkpolicy"),
    ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "shop-networkpolicy-deny-everything"),
    ("kubernetes:apps/v1:Deployment", "shop-deployment"),
    ("kubernetes:core/v1:Service", "shop-service"),
    ("kubernetes:policy/v1:PodDisruptionBudget", "shop-poddisruptionbudget"),
    ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "shop-horizontalpodautoscaler"),
}
WATCHED = {
    ("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", "shop-servicemonitor"),
    ("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "shop-prometheusrule"),
    ("kubernetes:core/v1:ConfigMap", "shop-configmap-dashboard"),
}
RECOMMENDED = {("kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler", "shop-verticalpodautoscaler")}


@pytest.mark.parametrize("preview", [False, True])
def test_one_line_is_the_whole_service(preview: bool) -> None:
    assert shop(preview=preview).children("shop") == ALWAYS | WATCHED | RECOMMENDED


def test_without_monitoring_there_is_nothing_that_nobody_would_read() -> None:
    assert shop(watched=False, recommended=False).children("shop") == ALWAYS


def test_everything_is_in_its_own_namespace_under_its_own_name() -> None:
    cloud = shop()
    names = {
        (metadata["namespace"], metadata["name"])
        for metadata in (
            declared.inputs["metadata"]
            for declared in cloud.resources
            if declared.parent == "shop" and declared.name != "shop-namespace"
        )
    }
    assert names == {("shop", "shop"), ("shop", "shop-deny-everything"), ("shop", "shop-dashboard")}
    assert cloud.result == "http://shop.shop"


def test_pods_wait_for_nodes_and_monitors_for_their_definitions_and_nothing_else_waits() -> None:
    cloud = shop()
    assert of(cloud, "Deployment").dependencies == {"nodes", "shop-namespace"}
    assert of(cloud, "Service").dependencies == {"shop-namespace"}
    assert of(cloud, "ServiceMonitor").dependencies == {"definitions", "shop-namespace"}
    assert of(cloud, "VerticalPodAutoscaler").dependencies == {"vertical-autoscaler", "shop-namespace"}


def test_every_object_goes_to_the_cluster_that_was_given() -> None:
    assert {declared.provider for declared in shop().resources if declared.parent == "shop"} == {"cluster"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "Shop"}, "String should match pattern"),
        ({"name": "kube-shop"}, "must be free for a namespace"),
        ({"name": "s" * 41}, "String should have at most 40 characters"),
        ({"image": "shop"}, "must name a version, not 'shop'"),
        ({"image": "registry.example.com:5000/shop"}, "must name a version"),
        ({"image": "shop:latest"}, "must name a version, not 'shop:latest'"),
        ({"port": 0}, "greater than or equal to 1"),
    ],
    ids=str,
)
def test_what_can_not_be_is_refused_before_anything_is_declared(wrong: dict[str, Any], message: str) -> None:
    def build() -> None:
        written: dict[str, Any] = {"name": "shop", "image": IMAGE, "port": 8080, **wrong}
        with pytest.raises(ValidationError, match=re.escape(message)):
            Microservice(written.pop("name"), cluster=cluster_elsewhere(), **written)

    cloud = deploy(build)
    assert {declared.type for declared in cloud.resources} <= {
        "selfdriving:index:Microservice",
        "pulumi:providers:kubernetes",
    }


def test_a_digest_names_a_version() -> None:
    image = f"registry.example.com/shop@sha256:{'0' * 64}"

    def build() -> None:
        Microservice("shop", image=image, port=8080, cluster=cluster_elsewhere())

    template = of(deploy(build), "Deployment").inputs["spec"]["template"]
    assert template["spec"]["containers"][0]["image"] == image


def test_the_readme_counts_the_yaml_that_one_line_replaces() -> None:
    objects = [
        dict(declared.inputs)
        for declared in shop().resources
        if declared.parent == "shop" and declared.name != "shop-configmap-dashboard"
    ]
    lines = yaml.safe_dump_all(objects, sort_keys=False, width=110).count("\n")
    told = f"replaces {lines} lines of YAML in {len(objects)} objects"
    assert told in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
