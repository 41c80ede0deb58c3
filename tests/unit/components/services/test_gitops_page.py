"""docs/gitops.md names exactly what Argo CD can have; the example repository is one that it can follow."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from components.services.settings import ServicesSettings

ROOT = Path(__file__).resolve().parents[4]


def test_the_page_names_the_services_that_can_be_handed_over() -> None:
    portable = {
        f"services.{field.alias}"
        for name, field in ServicesSettings.model_fields.items()
        if getattr(ServicesSettings(), name).portable
    }
    page = (ROOT / "docs" / "gitops.md").read_text()
    (row,) = re.findall(r"^\| (`services\.\S+.*?) \| yes \|", page, re.MULTILINE)
    assert set(re.findall(r"`(\S+?)`", row)) == portable


def test_what_a_team_copies_says_where_it_goes_and_holds_no_secret() -> None:
    manifests = list((ROOT / "examples" / "gitops-repository" / "clusters").rglob("*.yaml"))
    objects = [yaml.safe_load(path.read_text()) for path in manifests]
    assert {found["kind"] for found in objects} == {"Namespace", "Deployment", "Service"}
    assert all(found["kind"] == "Namespace" or found["metadata"]["namespace"] == "hello" for found in objects)
