"""Which kinds have no namespace is what Kubernetes' API says: its client is generated from that."""

from __future__ import annotations

import re
from inspect import signature
from typing import Any, Final

import pytest
from kubernetes_asyncio import client

from facts.cluster_scoped import BUILT_IN, CUSTOM, is_cluster_scoped

_PATH = re.compile(
    r"/apis?/(?:(?P<group>[^/]+)/)?v\d+(?:(?:alpha|beta)\d+)?(?P<inside>/namespaces/\{namespace\})?/\w+"
)
_MODEL = re.compile(r"(?:[A-Z][a-z]+)?V\d+(?:(?:alpha|beta)\d+)?(?P<kind>\w+)")
CREATED: Final = 201


class Wire:
    """Stands where the client would send: keeps the path and the model of each answer."""

    client_side_validation = False

    def __init__(self) -> None:
        self.called: list[tuple[str, str]] = []

    def select_header_accept(self, accepts: list[str]) -> str:
        return accepts[0]

    def call_api(self, path: str, _verb: str, *_: Any, response_types_map: dict[int, str], **__: Any) -> None:
        if CREATED in response_types_map:
            self.called.append((path, response_types_map[CREATED]))


def kinds(*, namespaced: bool) -> set[tuple[str, str]]:
    """(API group, kind) of everything that can be created whole."""
    wire = Wire()
    for name, api in vars(client).items():
        if name.endswith("Api") and name != "CustomObjectsApi":
            for method, function in vars(api).items():
                if method.startswith("create_") and not method.endswith("_with_http_info"):
                    _, *required, _ = signature(function).parameters
                    function(api(wire), *required)
    found = set()
    for path, model in wire.called:
        at, what = _PATH.fullmatch(path), _MODEL.fullmatch(model)
        if at and what and bool(at["inside"]) is namespaced:
            found.add((at["group"] or "", what["kind"]))
    return found


def test_every_kind_without_a_namespace_is_listed_and_no_other() -> None:
    assert {(group, kind) for group, listed in BUILT_IN.items() for kind in listed} == kinds(namespaced=False)


def test_no_kind_with_a_namespace_is_taken_for_one_without() -> None:
    inside = kinds(namespaced=True)
    assert inside >= {("", "Pod"), ("apps", "Deployment"), ("rbac.authorization.k8s.io", "Role")}
    assert [f"{group}/{kind}" for group, kind in inside if is_cluster_scoped(f"{group}/v1", kind)] == []


@pytest.mark.parametrize(
    ("version", "kind", "alone"),
    [
        ("v1", "Namespace", True),
        ("v1", "ConfigMap", False),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", True),
        ("karpenter.sh/v1", "NodePool", True),
        ("example.com/v1", "Node", False),
        ("events.example.com/v1", "NodePool", False),
    ],
)
def test_a_kind_is_told_by_its_group_too(version: str, kind: str, alone: bool) -> None:
    assert is_cluster_scoped(version, kind) is alone


def test_a_custom_kind_is_in_no_group_of_kubernetes_own() -> None:
    assert BUILT_IN.keys() & CUSTOM.keys() == set()
