"""`make render`: what a person sees, and what is in the folder after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.__main__ import main
from tests.unit.cli import project

STACK = """config:
  self-driving-eks:target: kubeconfig
  self-driving-eks:services:
    headlamp: {enabled: true}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project.write(tmp_path, STACK)
    project.engine_says(tmp_path, project.headlamp())
    return tmp_path


def test_it_writes_a_folder_for_the_stack(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--stack", "dev"], root) == 0
    folder = root / "rendered" / "dev"
    assert capsys.readouterr().out == f"{folder}: headlamp\n  written  headlamp/configmap.yaml\n"
    assert "  namespace: headlamp\n" in (folder / "headlamp" / "configmap.yaml").read_text()


def test_a_second_time_it_says_that_nothing_has_changed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["render", "--stack", "dev"], root)
    capsys.readouterr()
    assert main(["render", "--stack", "dev"], root) == 0
    assert capsys.readouterr().out.endswith(": headlamp\n  nothing has changed\n")


def test_it_writes_where_it_is_told_to(root: Path, tmp_path: Path) -> None:
    assert main(["render", "--stack", "dev", "--to", str(tmp_path / "cluster")], root) == 0
    assert (tmp_path / "cluster" / "headlamp" / "configmap.yaml").exists()
    assert not (root / "rendered").exists()


def test_a_stack_without_such_services_has_its_files_removed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["render", "--stack", "dev"], root)
    (root / "Pulumi.dev.yaml").write_text(STACK.replace("true", "false"))
    project.engine_says(root)
    capsys.readouterr()
    assert main(["render", "--stack", "dev"], root) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith(": no service that Argo CD can have is on")
    assert said[1:] == ["  removed  headlamp/configmap.yaml"]


def test_what_the_engine_refuses_is_told_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project.engine_refuses(root, "error: no credentials")
    assert main(["render", "--stack", "dev"], root) == 1
    assert capsys.readouterr().err == "error: no credentials\n"
    assert not (root / "rendered").exists()


def test_wrong_settings_are_told_before_the_engine_is_asked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "Pulumi.dev.yaml").write_text(STACK.replace("headlamp", "headlmap"))
    assert main(["render", "--stack", "dev"], root) == 1
    assert "did you mean services.headlamp?" in capsys.readouterr().err
