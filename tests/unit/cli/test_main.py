"""`python -m cli`: one list of commands, one place where an error is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.__main__ import COMMANDS, main
from cli.drift import command as drift
from cli.errors import EngineError


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])

    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m cli {name} ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_stack_by_its_whole_name_alone(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--stac", "dev"])

    assert end.value.code == 2
    assert "--stack" in capsys.readouterr().err


def test_an_unknown_command_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["updog"]) == 2

    listed = [line.split()[0] for line in capsys.readouterr().err.splitlines()[2:]]
    assert listed == list(COMMANDS)


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().err == ""


def ends_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(options: object, root: Path) -> int:
        raise error

    monkeypatch.setattr(drift, "run", run)


def test_what_a_command_foresees_is_one_line_and_a_status(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ends_with(monkeypatch, EngineError("error: incorrect passphrase"))

    assert main(["drift", "--stack", "dev"], project) == 1
    assert capsys.readouterr().err == "error: incorrect passphrase\n"
    assert not (project / ".tools").exists()


def test_ctrl_c_ends_quietly(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends_with(monkeypatch, KeyboardInterrupt())

    assert main(["drift", "--stack", "dev"], project) == 130


def test_a_defect_is_told_in_a_line_and_kept_in_a_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ends_with(monkeypatch, ZeroDivisionError("division by zero"))

    assert main(["drift", "--stack", "dev"], project) == 1

    log = project / ".tools" / "logs" / "defect.log"
    assert capsys.readouterr().err == (
        f"This is a defect, please report it with {log}: ZeroDivisionError('division by zero')\n"
    )
    assert log.read_text().startswith("Traceback (most recent call last):\n")
