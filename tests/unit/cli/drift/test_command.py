"""`make drift`: what a person sees, and what a pipeline is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.__main__ import main
from tests.unit.cli import project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project.write(tmp_path, "config: {}\n")
    return tmp_path


def test_without_a_difference_all_is_well(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.engine_says(root, project.headlamp())
    assert main(["drift", "--stack", "dev"], root) == 0
    assert capsys.readouterr().out == "Nothing has drifted: dev is as its settings say.\n"


def test_a_difference_is_told_with_the_two_ways_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.engine_says(root, {**project.headlamp(), "op": "update", "detailedDiff": {"values.a": {}}})
    assert main(["drift", "--stack", "dev"], root) == 2
    assert capsys.readouterr().out.splitlines() == [
        "Not as the settings of dev say:",
        "  kubernetes:helm.sh/v3:Release services-headlamp is different: values.a",
        "`make up STACK=dev ARGS=--refresh` puts it right; what is to stay belongs into the settings.",
    ]


def test_what_could_not_be_looked_at_is_no_drift(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.engine_refuses(root, "error: no credentials")
    assert main(["drift", "--stack", "dev"], root) == 1
    assert capsys.readouterr().err == "error: no credentials\n"
