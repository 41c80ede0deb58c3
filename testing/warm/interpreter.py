"""Starting the warm interpreter, and the tools among which it stands in for ``python``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from testing.once import made_once
from testing.warm import client

ROOT: Final = Path(__file__).resolve().parents[2]
_READY_SECONDS: Final = 120.0


def shared_tools(folder: Path, owner: int) -> Path:
    """The warm ``.tools`` of all that call this with the same ``folder``, made by the first.

    They serve until the process ``owner`` ends. Raises RuntimeError with the log where they don't start.
    """
    with made_once(folder / "warm") as written:
        if not written.exists():
            written.write_text(str(_start(owner)))
        return Path(written.read_text()) / ".tools"


def _start(owner: int) -> Path:
    # A socket's path may have a hundred characters, which pytest's own folders can take up.
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    _furnish(folder)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "testing.warm.server", str(folder), str(owner)],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PULUMI_", "PYTHON"))},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + _READY_SECONDS
    while not (folder / client.SOCKET).exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the warm interpreter did not start: {(folder / 'log').read_text()}")
        time.sleep(0.05)
    return folder


def _furnish(folder: Path) -> None:
    """The checkout's tools, but for Python; the language host finds itself from here."""
    tools = ROOT / ".tools"
    (folder / "toolchain").symlink_to(ROOT / "toolchain")
    for place in (".", "bin", "venv", "venv/bin"):
        (folder / ".tools" / place).mkdir()
        for entry in (tools / place).iterdir():
            made = folder / ".tools" / place / entry.name
            if entry.name not in {"bin", "venv"} and not entry.name.startswith("python"):
                made.symlink_to(entry)
    stand_in = folder / ".tools" / "venv" / "bin" / "python"
    stand_in.write_text(f"#!{tools / 'venv' / 'bin' / 'python'} -IS\n{Path(client.__file__).read_text()}")
    stand_in.chmod(0o755)
