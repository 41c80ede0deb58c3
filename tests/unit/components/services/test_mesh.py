"""One setting chooses the mesh, and says what of it is there already."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.services.mesh import MeshSettings
from tests.unit.components.mesh.installed import RELEASE, installed, levels, waits


def test_it_is_linkerd_for_whoever_only_wants_one() -> None:
    assert MeshSettings().kind == "linkerd"


def test_what_the_cluster_has_already_is_not_installed_again() -> None:
    cloud = installed(existing=["gatewayApi", "certManager"])
    assert waits(cloud) == {
        "more-linkerd-crds": set(),
        "more-trust-manager": set(),
        "more-linkerd-certificates": {"more-trust-manager"},
        "more-linkerd-cni": set(),
        "more-linkerd-control-plane": {
            "more-linkerd-crds",
            "more-linkerd-certificates",
            "more-linkerd-cni",
        },
    }
    assert set(levels(cloud)) == {"linkerd", "linkerd-cni"}


@pytest.mark.parametrize("kind", ["linkerd", "istio"])
def test_only_what_runs_pods_waits_for_nodes(kind: str) -> None:
    waiting = {
        release.name for release in installed(kind=kind).of(RELEASE) if "nodes" in release.dependencies
    }
    without_pods = {"more-gateway-api", "more-linkerd-crds", "more-istio-base"}
    assert waiting == waits(installed(kind=kind)).keys() - without_pods


def test_routes_outlive_a_change_of_the_mesh() -> None:
    before, after = (installed(kind=kind).named("more-gateway-api").inputs for kind in ("linkerd", "istio"))
    assert before == after


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"kind": "consul"}, "Input should be 'linkerd' or 'istio'"),
        ({"existing": ["kyverno"]}, "Input should be 'gatewayApi' or 'certManager'"),
        (
            {"kind": "istio", "existing": ["certManager"]},
            "existing must not name certManager with kind istio",
        ),
        ({"cni": {"binaries": "opt/cni"}}, "String should match pattern"),
    ],
    ids=str,
)
def test_what_can_not_be_is_refused(written: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MeshSettings.model_validate(written)
