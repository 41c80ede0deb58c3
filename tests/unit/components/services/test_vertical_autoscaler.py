"""The vertical autoscaler recommends; it touches a pod only where a stack says so."""

from __future__ import annotations

from typing import Any

import pytest

from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere

RELEASE = "kubernetes:helm.sh/v3:Release"


def installed(**written: Any) -> Cloud:
    settings = ServicesSettings.model_validate({"verticalAutoscaler": {"enabled": True, **written}})
    return deploy(lambda: dict(ClusterServices("more", settings, cluster_elsewhere()).commands))


def parts(cloud: Cloud) -> dict[str, bool]:
    values = cloud.one(RELEASE).inputs["values"]
    return {part: values[part]["enabled"] for part in ("recommender", "updater", "admissionController")}


def test_it_only_recommends_unless_told() -> None:
    assert parts(installed()) == {"recommender": True, "updater": False, "admissionController": False}


def test_it_applies_what_it_recommends_where_a_stack_wants_that() -> None:
    assert parts(installed(mode="apply")) == {
        "recommender": True,
        "updater": True,
        "admissionController": True,
    }


def test_its_definitions_go_when_it_goes() -> None:
    assert installed().one(RELEASE).inputs["values"]["crds"] == {"enabled": True, "keep": False}


def test_a_drain_leaves_one_that_recommends() -> None:
    recommender = installed().one(RELEASE).inputs["values"]["recommender"]
    assert recommender["replicas"] == 2
    assert recommender["podDisruptionBudget"] == {"enabled": True, "minAvailable": 1}


@pytest.mark.parametrize("mode", ["recommend", "apply"])
def test_its_pods_pass_the_restricted_standard(mode: str) -> None:
    cloud = installed(mode=mode)
    values = cloud.one(RELEASE).inputs["values"]
    assert values["podSecurityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 65534,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert values["containerSecurityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    labels = cloud.one("kubernetes:core/v1:Namespace").inputs["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_it_is_pinned() -> None:
    release = installed().one(RELEASE).inputs
    assert (release["chart"], release["version"], release["atomic"]) == (
        "vertical-pod-autoscaler",
        "0.13.0",
        True,
    )
