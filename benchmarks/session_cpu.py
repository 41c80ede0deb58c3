"""The CPU time of all that one command starts, by what it does: what other programs do changes nothing."""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

PARTS: Final[Mapping[str, str]] = {
    "language_host": "engine",
    "pulumi.policy": "pack",
    "pulumi-language-python-exec": "program",
    "-m sandbox": "providers",
    "pulumi": "engine",
}
"""A word of the command line, and the part that such a process is; the first that is there counts."""

_SECONDS_BETWEEN: Final = 0.1
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def watched(process: subprocess.Popen[str], beside: int) -> tuple[str, Mapping[str, float]]:
    """What ``process`` prints until it ends, and the seconds of CPU by part of its session.

    The process with the id ``beside`` counts as well, from now on. What a process does in its last tenth of a
    second may be missed.
    """
    begin = _ticks(beside)
    seen: dict[int, tuple[str, int]] = {}
    with ThreadPoolExecutor(1) as reader:
        output = reader.submit(process.communicate)
        while not output.done():
            for pid, words, ticks in _session(process.pid):
                # What has ended and waits to be noticed has no words any more.
                part = seen[pid][0] if pid in seen else part_of(words)
                seen[pid] = part, ticks
            time.sleep(_SECONDS_BETWEEN)
    spent = Counter({"providers": _ticks(beside) - begin})
    for part, ticks in seen.values():
        spent[part] += ticks
    return output.result()[0], {part: ticks / _TICKS for part, ticks in spent.items()}


def part_of(words: str) -> str:
    """The part that a process with this command line is."""
    return next((part for word, part in PARTS.items() if word in words), "other")


def _session(leader: int) -> Iterator[tuple[int, str, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            session = os.getsid(int(folder.name))
            words = (folder / "cmdline").read_text().replace("\0", " ")
            ticks = _ticks(int(folder.name))
        except (OSError, ProcessLookupError):
            continue  # it has ended meanwhile
        if session == leader:
            yield int(folder.name), words, ticks


def _ticks(pid: int) -> int:
    # The name stands in brackets and may hold anything; user and system time are the 14th and 15th fields.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])
