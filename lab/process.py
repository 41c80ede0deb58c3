"""Programs of the laboratory: started with a log file, stopped by pid, never left behind."""

from __future__ import annotations

import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# Below the range that Linux hands out for outgoing connections, so that no client of ours takes one first.
_PORTS = range(20000, 32000)

# Reads "+pid" and "-pid" until the pipe is closed, on purpose or by our death, then ends what is left.
_LEASH = """
pids=" "
while read -r line; do
  case "$line" in
    +*) pids="$pids${line#+} " ;;
    -*) pids=$(printf %s "$pids" | sed "s/ ${line#-} / /") ;;
  esac
done
[ -z "${pids# }" ] || kill -9 $pids 2>/dev/null
rm -rf "$1"
"""


class LabError(RuntimeError):
    """The laboratory could not do what it was asked to; the message says what and where its log is."""


def free_port() -> int:
    """Return a free TCP port of 127.0.0.1."""
    while True:
        port = random.choice(_PORTS)  # noqa: S311 - not a secret
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_until(what: str, check: Callable[[], bool], *, timeout: float, every: float = 0.05) -> None:
    """Return as soon as ``check`` is true; raises LabError naming ``what`` after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not check():
        if time.monotonic() > deadline:
            raise LabError(f"{what}: not so within {timeout:g} s")
        time.sleep(every)


class Workbench:
    """A private temporary folder and the processes started in it; both are gone when it is closed.

    They are gone too when this process is killed: a shell at the other end of a pipe sees to it.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lab-"))
        self._programs: list[Program] = []
        self._leash = subprocess.Popen(
            ["sh", "-c", _LEASH, "leash", str(self.folder)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Program:
        """Start ``command`` with its output in ``{name}.log`` (appended to)."""
        program = Program(name, command, self.folder / f"{name}.log", env, self._tell)
        self._programs.append(program)
        return program

    def _tell(self, line: str) -> None:
        if self._leash.stdin is not None and not self._leash.stdin.closed:
            self._leash.stdin.write(line + "\n")
            self._leash.stdin.flush()

    def close(self) -> None:
        """End what runs and remove the folder: nothing here is worth a slow good-bye."""
        for program in self._programs:
            program.kill()
        if self._leash.stdin is not None:
            self._leash.stdin.close()
        self._leash.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Program:
    """One running program, made by ``Workbench.run``."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        env: Mapping[str, str] | None,
        tell: Callable[[str], None],
    ) -> None:
        self.name = name
        self.log = log
        self._tell = tell
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=log.parent,
                start_new_session=True,
            )
        tell(f"+{self.pid}")

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative where a signal ended it."""
        return self._process.poll()

    def require_running(self) -> None:
        """Raise LabError with the end of its log where it has ended."""
        if self.exit_code is not None:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise LabError(f"{self.name} ended with {self.exit_code}:\n{tail}")

    def stop(self, *, patience: float = 3) -> None:
        """Ask it to end, and end it ``patience`` seconds later; does nothing where it has ended."""
        if self.exit_code is None:
            self._process.terminate()
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._gone()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._process.send_signal(signal.SIGKILL)
        self._gone()

    def _gone(self) -> None:
        self._process.wait()
        self._tell(f"-{self.pid}")
