"""Starting, finding and stopping the process that serves the providers."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from toolchain.activation import with_tools

INVENTORY_PATH: Final = "/sandbox/inventory"
ADDRESS_FILE: Final = "daemon.json"
_LOG_FILE: Final = "daemon.log"
_READY_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 20.0
_POLL_SECONDS: Final = 0.05
_LAST_LINES: Final = 5


class DaemonError(Exception):
    """The providers cannot be served; the text names the log."""


@dataclass(frozen=True)
class Daemon:
    """A process that serves: a port for each provider, and moto's endpoint for people."""

    pid: int
    ports: Mapping[str, int]
    endpoint: str


def ensure(state_dir: Path) -> Daemon:
    """The daemon of ``state_dir``, started where none runs; the current folder is the program's.

    Raises DaemonError where it does not become ready within a minute.
    """
    running = find(state_dir)
    if running is not None:
        return running
    state_dir.mkdir(parents=True, exist_ok=True)
    log = state_dir / _LOG_FILE
    (state_dir / ADDRESS_FILE).unlink(missing_ok=True)
    command = [sys.executable, "-m", "sandbox", "serve", "--state", str(state_dir)]
    root = Path(__file__).parents[1]
    environment = {**with_tools(root, os.environ), "PYTHONPATH": os.pathsep.join([str(root), *sys.path[1:]])}
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--project", str(Path.cwd())],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
        )
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        running = find(state_dir)
        if running is not None:
            return running
        if process.poll() is not None:
            raise DaemonError(f"the sandbox's providers did not start (log: {log}): {_tail(log)}")
        time.sleep(_POLL_SECONDS)
    process.terminate()
    raise DaemonError(
        f"the sandbox's providers were not ready after {_READY_SECONDS:.0f} s (log: {log}): {_tail(log)}"
    )


def find(state_dir: Path) -> Daemon | None:
    """The daemon of ``state_dir`` if it answers."""
    try:
        written = json.loads((state_dir / ADDRESS_FILE).read_text())
    except FileNotFoundError:
        return None
    daemon = Daemon(written["pid"], written["ports"], written["endpoint"])
    return daemon if all(_listens(port) for port in daemon.ports.values()) else None


def stop(state_dir: Path) -> None:
    """Ends the daemon of ``state_dir``, which saves its state first; none running is fine."""
    daemon = find(state_dir)
    if daemon is None:
        return
    os.kill(daemon.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if not _exists(daemon.pid):
            return
        time.sleep(_POLL_SECONDS)
    raise DaemonError(
        f"the sandbox's providers (process {daemon.pid}) did not end within {_STOP_SECONDS:.0f} s"
    )


def inventory(state_dir: Path) -> dict[str, list[str]]:
    """What the sandbox holds: names by kind and region; empty where nothing is left.

    Starts the daemon where none runs, since the state on disk is only readable by it.
    """
    url = f"{ensure(state_dir).endpoint}{INVENTORY_PATH}"
    with urllib.request.urlopen(url, timeout=_READY_SECONDS) as answer:  # noqa: S310 - our own loopback address
        found: dict[str, list[str]] = json.load(answer)
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _exists(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        # Where the daemon is this process's own child, it stays a zombie until somebody asks for it.
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _tail(log: Path) -> str:
    return " | ".join(log.read_text().strip().splitlines()[-_LAST_LINES:]) or "it is empty"
