import pytest

from cli.engine import cost
from cli.engine.target import Target


def test_the_packs_own_command_reads_the_stack_and_says_the_cost(
    sandbox: Target, capfd: pytest.CaptureFixture[str]
) -> None:
    command = sandbox.root / "python"
    command.write_text('#!/bin/sh\necho "$(basename "$PWD"): $*"; cat; exit 3\n')
    command.chmod(0o755)
    sandbox.policies.mkdir()
    assert cost.show("{}", sandbox, {"PATH": f"{sandbox.root}:/usr/bin:/bin"}) == 3
    assert capfd.readouterr().out == "policies: -m guardrails.cost\n{}"
