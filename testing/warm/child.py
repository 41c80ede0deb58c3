"""What a fork of the warm interpreter does: it becomes the process that was asked for."""

from __future__ import annotations

import atexit
import ctypes
import io
import os
import runpy
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

_PR_SET_PDEATHSIG: Final = 1
_SHELL_KILLED: Final = 128


@dataclass(frozen=True)
class Asked:
    """A process as its client describes it."""

    executable: str
    """What stands in for ``python``; processes of this one's own start by it too."""
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    client: int
    """The process that everybody else sees."""


def become(asked: Asked, descriptors: Sequence[int], interpreter: str) -> NoReturn:
    """Run what is asked to its end, and end; ``interpreter`` takes over what is asked is not known here."""
    _end_with_parent()
    os.setsid()
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(asked.folder)
    os.environ.clear()
    os.environ.update(asked.environment)
    options, rest = _options(asked.arguments)
    if not rest or options - {"-u", "-P"} or Path(rest[0]).is_dir():
        os.execv(interpreter, [interpreter, *asked.arguments])  # noqa: S606
    os.getppid = lambda: _parent(asked.client)
    sys.executable = asked.executable
    _open_streams(unbuffered="-u" in options or bool(os.environ.get("PYTHONUNBUFFERED")))
    code = _ran(rest, safe_path="-P" in options)
    _join_threads()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _join_threads() -> None:
    """As the interpreter does before it runs what was left for its end."""
    shut_down: Any = vars(threading)["_shutdown"]
    shut_down()


def _options(arguments: Sequence[str]) -> tuple[set[str], list[str]]:
    """The interpreter's options without a value, and the rest: ``-m MODULE``, ``-c CODE`` or a script."""
    options: set[str] = set()
    for place, word in enumerate(arguments):
        if not word.startswith("-") or word in {"-m", "-c"}:
            return options, list(arguments[place:])
        options.add(word)
    return options, []


def _ran(rest: Sequence[str], *, safe_path: bool) -> int:
    """Run it as the interpreter does; the exit code."""
    try:
        _run(rest, safe_path=safe_path)
    except SystemExit as end:
        if isinstance(end.code, int | None):
            return end.code or 0
        print(end.code, file=sys.stderr)  # noqa: T201  (as the interpreter does)
        return 1
    except KeyboardInterrupt:
        return _SHELL_KILLED + signal.SIGINT
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _run(rest: Sequence[str], *, safe_path: bool) -> None:
    how, *words = rest
    first = {"-m": str(Path.cwd()), "-c": ""}.get(how, str(Path(how).resolve().parent))
    given = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place]
    sys.path[:0] = given if safe_path else [first, *given]
    if how == "-m":
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    elif how == "-c":
        sys.argv = ["-c", *words[1:]]
        exec(words[0], {"__name__": "__main__"})  # noqa: S102  (python -c)
    else:
        sys.argv = list(rest)
        runpy.run_path(how, run_name="__main__")


def _open_streams(*, unbuffered: bool) -> None:
    """Those of the warm one were made for its own files."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            open(number, "wb", buffering=0 if unbuffered else -1, closefd=False),  # noqa: SIM115
            encoding="utf-8",
            errors=errors,
            write_through=unbuffered,
            line_buffering=number == 2 or os.isatty(number),
        )
        for number, errors in ((1, "strict"), (2, "backslashreplace"))
    )


def _end_with_parent() -> None:
    """Where the system can: nothing of a test run stays when its warm interpreter has gone."""
    library: Any = ctypes.CDLL(None)
    if sys.platform == "linux":
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _parent(process: int) -> int:
    """The parent of a process; 1 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 1
    return int(fields[1])
