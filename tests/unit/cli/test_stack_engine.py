"""A stack that was never up has no outputs; any other refusal is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.errors import EngineError, NoStackError
from cli.stack_engine import StackEngine


def engine(folder: Path, program: str) -> StackEngine:
    file = folder / "engine.py"
    file.write_text(f"import sys\n{program}\n")
    return StackEngine("dev", folder, (sys.executable, str(file)))


def test_outputs_are_read_with_their_secrets(tmp_path: Path) -> None:
    said = "print('{\"region\": \"eu-west-1\"}' if '--show-secrets' in sys.argv else '{}')"

    assert engine(tmp_path, said).outputs() == {"region": "eu-west-1"}


@pytest.mark.parametrize(
    "said", ["error: no stack named 'dev' found", "error: no stack selected; please use"]
)
def test_a_stack_that_was_never_up_has_no_outputs(tmp_path: Path, said: str) -> None:
    stack = engine(tmp_path, f'sys.exit("{said}")')

    assert stack.outputs() == {}
    with pytest.raises(NoStackError):
        stack.ask("stack", "export")


def test_any_other_refusal_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"^error: incorrect passphrase$"):
        engine(tmp_path, "sys.exit('error: incorrect passphrase')").outputs()


def test_destroy_hands_the_exit_code_on(tmp_path: Path) -> None:
    said = "sys.exit(3 if sys.argv[1:] == ['down', '--stack', 'dev', '--', '--skip-preview'] else 9)"

    assert engine(tmp_path, said).destroy(["--skip-preview"]) == 3


def test_a_plan_is_read_as_the_engine_tells_it(tmp_path: Path) -> None:
    said = "print('{\"steps\": []}' if sys.argv[1:] == ['plan', '--stack', 'dev', '--', '--refresh'] else '')"

    assert engine(tmp_path, said).plan("--refresh") == {"steps": []}
