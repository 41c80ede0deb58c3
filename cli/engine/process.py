"""Starts the engine's command line and stays out of its way until it ends, whatever signal comes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from cli.errors import CommandError

STOPPED = 130
"""The exit code of a command that was stopped by Ctrl-C."""


def run(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> int:
    """Run to the end with the terminal attached; the exit code, STOPPED after a signal.

    At the first signal the engine ends what is under way and saves its state, at the second it drops all.
    So each must reach it once. In a terminal's foreground it stays in the group that Ctrl-C goes to. Else it
    gets its own, as `timeout` and CI signal a whole group, and what comes here is passed on.
    """
    foreground = _in_foreground()
    with _signals_noted(foreground) as signals:
        process = subprocess.Popen(command, cwd=cwd, env=environment, process_group=None if foreground else 0)
        signals.process = process
        code = process.wait()
    return STOPPED if signals.came else code


def ask(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> str:
    """What a short command prints. Raises CommandError with what it says where it fails."""
    answer = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if answer.returncode:
        raise CommandError(f"`{' '.join(command[:3])}` failed: {_said(answer)}")
    return answer.stdout


def _said(answer: subprocess.CompletedProcess[str]) -> str:
    """What went wrong, in words for people: a command that speaks JSON has them among its diagnostics."""
    try:
        diagnostics = json.loads(answer.stdout)["diagnostics"]
    except (ValueError, LookupError, TypeError):
        return (answer.stderr or answer.stdout).strip()
    return "\n".join(found["message"].strip() for found in diagnostics if found["severity"] == "error")


class _Signals:
    """Notes the signals that come, and passes on those that the child doesn't get by itself."""

    def __init__(self, foreground: bool) -> None:
        self._foreground = foreground
        self.came = False
        self.process: subprocess.Popen[bytes] | None = None

    def handle(self, number: int, _frame: FrameType | None) -> None:
        self.came = True
        if self.process is not None and not (number == signal.SIGINT and self._foreground):
            self.process.send_signal(signal.SIGINT)


@contextlib.contextmanager
def _signals_noted(foreground: bool) -> Iterator[_Signals]:
    signals = _Signals(foreground)
    before = {name: signal.signal(name, signals.handle) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield signals
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _in_foreground() -> bool:
    """Whether this process group is the terminal's: then the terminal's Ctrl-C has reached the child too."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
