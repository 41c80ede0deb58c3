"""Tools are found, asked for their version, and told how to be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.aws.region import Region
from cli.preflight.checks.tools import check_tools
from cli.preflight.model import Line, Verdict
from tests.unit.cli.aws.needs import needs


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, name: str, says: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)


def lines() -> dict[str, Line]:
    return {line.subject: line for line in check_tools(needs(), Region("us-east-1"))}


def test_tools_that_are_new_enough_are_told_with_their_version(path: Path) -> None:
    install(path, "pulumi", "v3.259.0")
    install(path, "aws", "aws-cli/1.46.3 Python/3.11.7")
    install(path, "kubectl", "Client Version: v1.35.2")

    found = lines()

    assert {line.verdict for line in found.values()} == {Verdict.OK}
    assert found["pulumi"].found == "3.259.0"
    assert found["aws"].found == "1.46.3"
    assert found["kubectl"].found == "1.35.2"


def test_an_old_tool_fails_and_says_what_is_needed(path: Path) -> None:
    install(path, "pulumi", "v3.100.1")

    assert lines()["pulumi"] == Line(
        "pulumi", Verdict.FAIL, "3.100.1, and 3.230 is needed", "run `make setup`, which brings it"
    )


def test_a_missing_tool_fails_only_where_up_needs_it(path: Path) -> None:
    found = lines()

    assert (found["pulumi"].verdict, found["pulumi"].found) == (Verdict.FAIL, "not found")
    assert (found["aws"].verdict, found["aws"].found) == (Verdict.FAIL, "not found")
    assert (found["kubectl"].verdict, found["kubectl"].found) == (Verdict.WARN, "not found")


def test_a_tool_that_tells_no_version_is_not_trusted(path: Path) -> None:
    install(path, "pulumi", "hello")

    assert lines()["pulumi"].found == f"{path}/pulumi does not tell its version"
