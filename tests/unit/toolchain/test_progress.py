import io
import sys
from pathlib import Path

import pytest

from toolchain import progress
from toolchain.errors import SetupError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "TERMINAL_SECONDS", 0.001)
    monkeypatch.setattr(progress, "LOG_SECONDS", 0.001)


def wait_for(stream: io.StringIO, text: str) -> None:
    while text not in stream.getvalue():
        pass


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0:00"), (83.4, "1:23"), (3725, "62:05")])
def test_time_is_shown_in_minutes_and_seconds(seconds: float, shown: str) -> None:
    assert progress.clock(seconds) == shown


def test_a_step_in_a_log_says_when_it_begins_and_ends_and_that_it_goes_on(often: None) -> None:
    stream = io.StringIO()
    with progress.Progress("Building", "a minute", detail=lambda: "12 MB", stream=stream):
        wait_for(stream, "MB")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "Building (usually a minute)"
    assert lines[1] == "  0:00  12 MB"
    assert lines[-1] == "Building: done in 0:00"


def test_a_step_on_a_terminal_is_one_line_that_is_drawn_anew(often: None) -> None:
    stream = Terminal()
    with progress.Progress("Building", "a minute", detail=lambda: "x" * 200, stream=stream):
        wait_for(stream, "xxx")
    drawn = stream.getvalue().split("\r\x1b[2K")
    assert drawn[1] == f"Building: 0:00 (usually a minute)  {'x' * 200}"[:110]
    assert drawn[-1] == "Building: done in 0:00\n"


def test_a_step_that_fails_is_not_called_done() -> None:
    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt), progress.Progress("Building", "a minute", stream=stream):
        raise KeyboardInterrupt
    assert stream.getvalue().splitlines()[-1] == "Building: stopped after 0:00"


def test_the_output_of_a_step_is_in_its_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "logs" / "step.log"
    progress.run_step("Talking", "a blink", ["sh", "-c", "echo out; echo err >&2"], log=log, hint="")
    assert log.read_text() == "out\nerr\n"
    assert "out\n" not in capsys.readouterr().out


def test_a_step_that_fails_shows_the_hint_and_the_end_of_its_output(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    command = [sys.executable, "-c", "for line in range(20): print(line)\nraise SystemExit(3)"]
    with pytest.raises(SetupError) as failure:
        progress.run_step("Counting", "a blink", command, log=log, hint="Count yourself.")
    assert str(failure.value) == (
        f"Counting failed. Count yourself. All of its output is in {log}; it ends with:\n16\n17\n18\n19"
    )
