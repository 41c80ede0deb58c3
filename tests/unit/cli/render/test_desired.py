"""What a stack wants is read from the engine's own words, whoever installs it."""

from __future__ import annotations

from typing import Any

import pytest

from cli.errors import RenderError
from cli.render.desired import Desired, desired

RELEASE = "kubernetes:helm.sh/v3:Release"
HANDED_OVER = "selfdriving:index:HandedOver"


def step(
    name: str, *, kind: str = RELEASE, of: str = "ClusterServices", op: str = "same", **more: Any
) -> dict[str, Any]:
    inputs = {
        "name": name,
        "chart": name,
        "version": "1.2.3",
        "repositoryOpts": {"repo": "https://charts.example"},
        "namespace": "ns",
        "values": {"a": 1},
        **more,
    }
    urn = f"urn:pulumi:dev::self-driving-eks::selfdriving:index:{of}${kind}::more-{name}"
    return {"op": op, "urn": urn, "newState": {"type": kind, "inputs": inputs}}


@pytest.mark.parametrize("kind", [RELEASE, HANDED_OVER])
def test_an_installed_release_and_one_that_was_handed_over_are_the_same(kind: str) -> None:
    assert desired({"steps": [step("headlamp", kind=kind)]}, {"headlamp"}) == [
        Desired("headlamp", "headlamp", "1.2.3", "https://charts.example", "ns", {"a": 1})
    ]


def test_what_has_to_stay_with_the_stack_is_left_out() -> None:
    plan = {"steps": [step("argo-cd"), step("headlamp"), step("headlamp", of="Observability", chart="other")]}
    assert [wanted.chart for wanted in desired(plan, {"headlamp"})] == ["headlamp"]


def test_what_goes_is_not_wanted() -> None:
    gone = {**step("headlamp", op="delete"), "newState": None}
    assert desired({"steps": [gone]}, {"headlamp"}) == []


def test_a_registry_and_a_folder_are_told_by_the_chart_alone() -> None:
    plan = {
        "steps": [
            step("own", chart="./charts/own", version=None, repositoryOpts={}),
            step("far", chart="oci://r.example/far", repositoryOpts={}),
        ]
    }
    assert [(d.chart, d.version, d.repository) for d in desired(plan, {"own", "far"})] == [
        ("oci://r.example/far", "1.2.3", None),
        ("./charts/own", None, None),
    ]


def test_a_value_that_nobody_knows_yet_is_named() -> None:
    unknown = {"config": {"servers": ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"]}}
    with pytest.raises(
        RenderError,
        match=r"^headlamp: values.config.servers\[0\] is known only once the cluster exists; run `make up`",
    ):
        desired({"steps": [step("headlamp", values=unknown)]}, {"headlamp"})


def test_a_secret_value_is_refused() -> None:
    with pytest.raises(RenderError, match=r"^headlamp: values.password is a secret and must not be in git"):
        desired({"steps": [step("headlamp", values={"password": "[secret]"})]}, {"headlamp"})
