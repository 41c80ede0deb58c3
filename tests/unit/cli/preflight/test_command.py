"""`python -m cli preflight`: one table, and an exit status that a Makefile can trust."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from cli.__main__ import main
from cli.preflight import run
from cli.preflight.model import Check, Line, fail, ok, warn

Start = Callable[..., tuple[int, str]]


@pytest.fixture
def start(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Start:
    monkeypatch.setenv("COLUMNS", "160")

    def run_command(*arguments: str, stack: str = "dev") -> tuple[int, str]:
        status = main(["preflight", "--stack", stack, *arguments], project)
        return status, "".join(capsys.readouterr())

    return run_command


def use(monkeypatch: pytest.MonkeyPatch, local: Check, account: Check) -> None:
    monkeypatch.setattr(run, "LOCAL_CHECKS", (local,))
    monkeypatch.setattr(run, "ACCOUNT_CHECKS", (account,))


def test_warnings_do_not_stop_a_stack(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    use(
        monkeypatch,
        lambda needs, region: [ok("python", "3.11")],
        lambda *_: [warn("billing", "none", "set it")],
    )

    status, output = start()

    assert status == 0
    assert "Preflight of the stack dev" in output
    assert "set it" in output


def test_a_failure_stops_it_and_shows_the_remedy(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    use(
        monkeypatch,
        lambda *_: [ok("python", "3.11")],
        lambda *_: [fail("quota", "5 [of 5] used", "raise it")],
    )

    status, output = start()

    assert status == 1
    row = next(line for line in output.splitlines() if "quota" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        "quota",
        "fail",
        "5 [of 5] used",
        "raise it",
    ]
    assert output.endswith("1 of 2 checks failed: `make up STACK=dev` would too.\n")


def test_without_credentials_the_account_is_not_asked(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> list[object]:
        raise AssertionError("asked without credentials")

    use(monkeypatch, lambda *_: [fail("credentials", "none", "log in")], unreachable)  # type: ignore[arg-type]

    assert start()[0] == 1


def test_a_check_that_may_not_ask_is_a_warning(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_quotas(*_: object) -> list[object]:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetServiceQuota")

    use(monkeypatch, lambda *_: [ok("python", "3.11")], check_quotas)  # type: ignore[arg-type]

    status, output = start()

    assert status == 0
    assert "quotas" in output
    assert "could not be checked" in output


def test_an_answer_that_is_not_aws_s_is_a_warning(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_quotas(*_: object) -> list[Line]:
        raise ResponseParserError("<!doctype html>")

    use(monkeypatch, lambda *_: [ok("python", "3.11")], check_quotas)

    status, output = start()

    assert status == 0
    assert "could not be checked: what answers here is not AWS" in output


def test_a_stack_without_aws_has_nothing_to_check(start: Start) -> None:
    assert start(stack="local") == (0, "The stack local is not on AWS: there is nothing to check.\n")


def test_settings_that_are_wrong_are_told_instead_of_a_table(project: Path, start: Start) -> None:
    stack = project / "Pulumi.dev.yaml"
    stack.write_text(stack.read_text().replace("billing: {email: team@example.com}", "billing: {}"))

    status, output = start()

    assert status == 2
    assert "names nobody to tell when the bill grows" in output


def test_settings_of_the_command_line_count(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, lambda needs, region: [ok("largest", str(needs.node_groups[0].largest))], lambda *_: [])

    status, output = start("--", "--diff", "--config", "nodeGroups.general.maxSize=77")

    assert status == 0
    assert "77" in output
