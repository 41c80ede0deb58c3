"""Long steps: says what runs and how long it usually takes, shows that it moves, keeps the output."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from toolchain.errors import SetupError

TERMINAL_SECONDS = 0.5
"""How often the line is redrawn on a terminal."""
LOG_SECONDS = 60.0
"""How often a line is added where the output is a file, as in CI."""
WIDTH = 110
"""Characters of a line; the rest is cut off."""


def clock(seconds: float) -> str:
    """Minutes and seconds: 83.4 is "1:23"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


@dataclass
class Progress:
    """Shows a step while the block runs: a moving line on a terminal, a line now and then elsewhere."""

    title: str
    usual: str
    detail: Callable[[], str] = lambda: ""
    stream: TextIO = field(default_factory=lambda: sys.stderr)

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        self._over = threading.Event()
        self._terminal = self.stream.isatty()
        if not self._terminal:
            self._write(f"{self.title} (usually {self.usual})\n")
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        outcome = "done in" if kind is None else "stopped after"
        line = f"{self.title}: {outcome} {self._elapsed()}\n"
        self._write(f"\r\x1b[2K{line}" if self._terminal else line)

    def _elapsed(self) -> str:
        return clock(time.monotonic() - self._begun)

    def _tick(self) -> None:
        while not self._over.wait(TERMINAL_SECONDS if self._terminal else LOG_SECONDS):
            detail = self.detail()
            more = f"  {detail}" if detail else ""
            if self._terminal:
                line = f"{self.title}: {self._elapsed()} (usually {self.usual}){more}"
                self._write(f"\r\x1b[2K{line[:WIDTH]}")
            else:
                self._write(f"  {self._elapsed()}{more}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def run_step(
    title: str,
    usual: str,
    command: Sequence[str],
    *,
    log: Path,
    hint: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run one long command, with its output in `log`.

    Raises SetupError with the end of the log and `hint`, which says what to do, where the command fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output, Progress(title, usual, detail=lambda: _end(log, 1)):
        ended = subprocess.run(
            command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
        if ended.returncode:
            raise SetupError(
                f"{title} failed. {hint} All of its output is in {log}; it ends with:\n{_end(log, 4)}"
            )


def _end(log: Path, lines: int) -> str:
    """The last lines of a log, each cut to what fits on a screen, without reading all of it."""
    with log.open("rb") as output:
        output.seek(max(0, log.stat().st_size - 4096))
        last = output.read().decode(errors="replace").splitlines()[-lines:]
    return "\n".join(line[:WIDTH] for line in last)
