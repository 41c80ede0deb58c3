"""A mesh says itself what it can't do: settings refuse it, and the documentation says so."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from components.mesh.meshes import MESHES
from components.mesh.traffic import TrafficSettings
from components.mesh_name import MeshName
from components.microservice.settings import MicroserviceSettings
from tools.docs.meanings import meanings

DOCS = Path(__file__).parents[4] / "docs"
METRICS = {"port": 9000}
LACKS = [(mesh, field) for mesh, found in MESHES.items() for field in found.lacks]


def test_each_name_has_a_mesh() -> None:
    assert tuple(MESHES) == get_args(MeshName)


def test_each_mesh_has_namespaces_of_its_own() -> None:
    all_of_them = [name for mesh in MESHES.values() for name in mesh.namespaces]
    assert len(set(all_of_them)) == len(all_of_them)


@pytest.mark.parametrize(
    ("mesh", "traffic", "message"),
    [
        (
            "linkerd",
            {"concurrentRequests": 50},
            (
                "traffic.concurrentRequests is 50, but Linkerd has no bulkheads: set mesh to istio, or "
                "remove traffic.concurrentRequests"
            ),
        ),
        (
            "istio",
            {"requestsPerSecond": 200},
            (
                "traffic.requestsPerSecond is 200, but Istio limits no rates without sidecars: set mesh to "
                "linkerd, or remove traffic.requestsPerSecond"
            ),
        ),
    ],
)
def test_what_a_mesh_can_not_do_is_refused(mesh: str, traffic: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as raised:
        MicroserviceSettings.model_validate({"mesh": mesh, "metrics": METRICS, "traffic": traffic})
    assert message in str(raised.value)


def test_what_it_lacks_is_a_setting_and_another_mesh_has_it() -> None:
    assert {field for _, field in LACKS} <= TrafficSettings.model_fields.keys()
    assert [field for _, field in LACKS if all(field in mesh.lacks for mesh in MESHES.values())] == []


@pytest.mark.parametrize("field", TrafficSettings.model_fields)
def test_a_setting_says_with_which_mesh_it_can_not_be(field: str) -> None:
    meaning = " ".join(meanings(TrafficSettings)[field].split())
    said = {mesh for mesh in MESHES if f"Not with mesh {mesh}." in meaning}
    assert said == {mesh for mesh, lacking in LACKS if lacking == field}


@pytest.mark.parametrize("field", TrafficSettings.model_fields)
def test_the_page_says_what_each_mesh_refuses(field: str) -> None:
    key = re.compile(rf"\| [^|]*\b{TrafficSettings.model_fields[field].alias}\b")
    lines = [line for page in DOCS.rglob("*.md") for line in page.read_text(encoding="utf-8").splitlines()]
    (header,) = [line for line in lines if line.startswith("| what | with `mesh: linkerd` |")]
    (row,) = filter(key.match, takewhile(lambda line: line.startswith("|"), lines[lines.index(header) :]))
    columns = [cell.strip() for cell in header.split("|")]
    refused = {
        mesh
        for mesh in MESHES
        if row.split("|")[columns.index(f"with `mesh: {mesh}`")].strip().startswith("refused: ")
    }
    assert refused == {mesh for mesh, lacking in LACKS if lacking == field}
