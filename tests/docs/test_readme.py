"""The README is one screen or two, and its stack file is one that the program takes."""

from __future__ import annotations

import re

import yaml

from settings import Config, parse
from tests.docs.pages import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_has_140_lines_at_most() -> None:
    assert len(README.splitlines()) <= 140


def test_its_stack_file_is_a_stack_of_20_lines_at_most() -> None:
    (written,) = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(written.splitlines()) <= 20
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["name"]
    stack = parse(Config(project, "team", yaml.safe_load(written)["config"]))
    assert stack.cluster_name == "self-driving-eks-team"
    assert [name for name, _ in stack.settings.services.wanted()] == ["headlamp", "telemetry"]
    assert stack.settings.microservices["shop"].port == 8080
    assert stack.settings.billing.email == "platform@example.com"


def test_it_links_every_stack_file() -> None:
    stacks = {path.name for path in ROOT.glob("Pulumi.*.yaml")}
    assert stacks == set(re.findall(r"\]\((Pulumi\.\w+\.yaml)\)", README))
