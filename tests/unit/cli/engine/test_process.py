import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.engine import process
from cli.errors import CommandError

# A child that says when it is ready and which signals reach it, and ends after the first.
CHILD = """
import signal, sys, time
def note(number, _):
    print("got", signal.Signals(number).name, flush=True)
    sys.exit(0)
signal.signal(signal.SIGINT, note)
signal.signal(signal.SIGTERM, note)
print("ready", flush=True)
time.sleep(60)
"""
WRAPPER = """
import os, sys
from pathlib import Path
from cli.engine import process
print("exit", process.run([sys.executable, "-c", sys.argv[1]], Path.cwd(), os.environ), flush=True)
"""


def test_the_exit_code_is_the_commands(tmp_path: Path) -> None:
    assert process.run(["sh", "-c", "exit 7"], tmp_path, os.environ) == 7


def test_the_command_runs_in_the_folder_and_with_the_environment_that_are_given(tmp_path: Path) -> None:
    process.run(["/bin/sh", "-c", 'echo "$FISH" > here'], tmp_path, {"FISH": "cod"})
    assert (tmp_path / "here").read_text() == "cod\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["to the wrapper alone", "to its whole group"])
def test_away_from_a_terminal_a_signal_reaches_the_command_as_one_interrupt(
    number: signal.Signals, send: Callable[[int, int], None]
) -> None:
    wrapper = subprocess.Popen(
        [sys.executable, "-c", WRAPPER, CHILD],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).parents[4],
    )
    assert wrapper.stdout is not None
    assert wrapper.stdout.readline() == "ready\n"
    send(wrapper.pid, number)
    assert wrapper.stdout.read() == f"got SIGINT\nexit {process.STOPPED}\n"
    assert wrapper.wait() == 0


def test_an_answer_is_what_the_command_prints(tmp_path: Path) -> None:
    assert process.ask(["echo", "fish"], tmp_path, os.environ) == "fish\n"


def test_a_command_that_gives_no_answer_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as failure:
        process.ask(["sh", "-c", "echo no such stack >&2; exit 1"], tmp_path, os.environ)
    assert str(failure.value) == "`sh -c echo no such stack >&2; exit 1` failed: no such stack"


def test_a_command_that_speaks_json_is_quoted_with_its_errors_alone() -> None:
    diagnostics = [{"severity": "info", "message": "so"}, {"severity": "error", "message": "no"}]
    said = {"steps": [], "diagnostics": diagnostics}
    program = f"import sys; print({json.dumps(json.dumps(said))}); sys.exit(1)"
    with pytest.raises(CommandError, match=r"failed: no$"):
        process.ask([sys.executable, "-c", program], Path(), os.environ)
