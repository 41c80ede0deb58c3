"""A stack that a command names is looked for before anything is started or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.__main__ import COMMANDS, main
from cli.errors import CommandError
from cli.stack_name import require_stack


def test_a_stack_with_a_file_is_one(project: Path) -> None:
    require_stack("dev", project)


def test_an_unknown_stack_is_refused_with_the_known_ones(project: Path) -> None:
    with pytest.raises(CommandError) as refused:
        require_stack("staging", project)

    assert str(refused.value) == (
        "Pulumi.staging.yaml is missing, so there is no stack 'staging'. There are: dev, local."
    )


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 101, "dev/prod", "--yes"])
def test_what_pulumi_takes_for_no_name_is_refused(project: Path, name: str) -> None:
    with pytest.raises(CommandError) as refused:
        require_stack(name, project)

    assert str(refused.value) == (
        f"{name!r} is no name of a stack: letters, digits, hyphens, underscores and periods, 100 at most. "
        "There are: dev, local."
    )


@pytest.mark.parametrize("sandbox", ["0", "1"])
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "leftovers"])
def test_no_command_leaves_anything_behind_of_a_stack_that_is_none(
    command: str,
    sandbox: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SANDBOX", sandbox)
    before = sorted(project.rglob("*"))
    words = ["grafana"] if command == "access" else []

    assert main([command, "--stack", "nope", *words], project) == COMMANDS[command].failed

    told = "Pulumi.nope.yaml is missing, so there is no stack 'nope'. There are: dev, local.\n"
    assert capsys.readouterr().err == told
    assert sorted(project.rglob("*")) == before
