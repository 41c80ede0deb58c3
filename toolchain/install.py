"""Puts a tool into `.tools/bin`: from PATH, from the vendor's release, or built."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from toolchain import go_build, on_path, recipe, release
from toolchain.catalog import Tool
from toolchain.places import Places

LANGUAGE_HOST = "pulumi-language-python"
"""Comes with Pulumi's release. Its Go module isn't published, so a built engine gets the stand-in."""

_ENGINE = "pulumi"
_LANGUAGE_HOST_SCRIPT = """#!/bin/sh
bin=$(dirname "$0")
host="$bin/../../toolchain/language_host.py"
# -P: modules beside the script must not shadow those of the packages that it imports.
exec "$bin/../venv/bin/python" -P "$host" "$0-exec" "$@"
"""


def ensure(tool: Tool, places: Places, search_path: str) -> None:
    """Install the tool unless it is there, made from the same recipe. Raises SetupError with the way out."""
    made_from = recipe.of_tool(tool, places.go_modules / tool.name, also=_beside(tool))
    receipt = places.receipts / tool.name
    if _is_ready(receipt, made_from, places.bin):
        return
    places.bin.mkdir(parents=True, exist_ok=True)
    places.receipts.mkdir(parents=True, exist_ok=True)
    _remove_previous(receipt, places.bin)
    commands = _obtain(tool, places, search_path)
    temporary = receipt.with_suffix(".new")
    temporary.write_text("\n".join([made_from, *sorted(commands)]))
    temporary.rename(receipt)


def _beside(tool: Tool) -> str:
    """What is written beside the tool's own commands: where that changes, it is written anew."""
    return _LANGUAGE_HOST_SCRIPT if tool.name == _ENGINE else ""


def _is_ready(receipt: Path, made_from: str, folder: Path) -> bool:
    if not receipt.exists():
        return False
    first, *commands = receipt.read_text().splitlines()
    return first == made_from and all((folder / command).exists() for command in commands)


def _remove_previous(receipt: Path, folder: Path) -> None:
    if receipt.exists():
        for command in receipt.read_text().splitlines()[1:]:
            (folder / command).unlink(missing_ok=True)
        receipt.unlink()


def _obtain(tool: Tool, places: Places, search_path: str) -> list[str]:
    """Install from the first source that has the tool; the names of the installed commands."""
    if found := on_path.find(tool, search_path):
        for command, location in found.items():
            _replace(places.bin / command, partial(_link, location))
        return list(found)
    commands = _released_or_built(tool, places)
    for command, location in commands.items():
        _replace(places.bin / command, partial(_link_or_copy, location))
    if tool.name == _ENGINE and LANGUAGE_HOST not in commands:
        _replace(places.bin / LANGUAGE_HOST, _write_language_host)
        return [*commands, LANGUAGE_HOST]
    return list(commands)


def _released_or_built(tool: Tool, places: Places) -> dict[str, Path]:
    if tool.official_release:
        try:
            return release.fetch(tool, places)
        except release.UnreachableError as reason:
            print(f"No official release of {tool.name}: {reason}. Its Go modules will do.", file=sys.stderr)
    return go_build.build(tool, places)


def _replace(target: Path, make: Callable[[Path], object]) -> None:
    """Make under a temporary name, then rename: a running command keeps its file, none is half made."""
    new = target.with_name(f".{target.name}.new")
    new.unlink(missing_ok=True)
    make(new)
    new.rename(target)


def _link(source: Path, target: Path) -> None:
    target.symlink_to(source)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # the cache is on another file system
        shutil.copy2(source, target)


def _write_language_host(target: Path) -> None:
    target.write_text(_LANGUAGE_HOST_SCRIPT)
    target.chmod(0o755)
