"""A tool that is on PATH already: found, asked for its version, and used only if it is good enough."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from toolchain.catalog import Acceptable, Tool, Version

_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")


def find(tool: Tool, search_path: str) -> dict[str, Path]:
    """The tool's commands on `search_path`; empty unless all of them are there and new enough."""
    if tool.acceptable is None:
        return {}
    found: dict[str, Path] = {}
    for command in tool.binaries:
        location = shutil.which(command, path=search_path)
        if location is None or not _good_enough(Path(location), tool.acceptable):
            return {}
        found[command] = Path(location)
    return found


def _good_enough(command: Path, wanted: Acceptable) -> bool:
    folder = command.resolve().parent
    if any(not (folder / name).exists() and not (command.parent / name).exists() for name in wanted.beside):
        return False
    version = _version(command, wanted.arguments)
    return version is not None and wanted.at_least <= version < wanted.below


def _version(command: Path, arguments: tuple[str, ...]) -> Version | None:
    """What the command says its version is; None where it can't be started or says something else."""
    try:
        answer = subprocess.run(
            [command, *arguments],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.search(answer.stdout)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None
