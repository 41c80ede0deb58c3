"""The folder with the manifests: brought up to date, and no other file touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.errors import RenderError


@dataclass(frozen=True)
class Changes:
    """What a rendering did to the folder; paths below it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def update(folder: Path, stack: str, files: Mapping[str, str]) -> Changes:
    """Make ``folder`` hold ``files`` (``service/file.yaml`` -> content) and no other that this stack wrote.

    Each file's first line says who wrote it. Raises RenderError, with nothing changed, where a file of
    somebody else's is in the way.
    """
    mark = f"# Written by `make render STACK={stack}`, and overwritten by it: change the stack's settings.\n"
    wanted = {folder / name: mark + content for name, content in files.items()}
    there = {path: path.read_text(encoding="utf-8") for path in folder.glob("*/*.yaml")}
    for path in wanted.keys() & there.keys():
        if not there[path].startswith(mark):
            raise RenderError(
                f"{path} was not written by `make render STACK={stack}` and would be overwritten: move it, "
                'or render into another folder with ARGS="--to FOLDER"; nothing was written'
            )
    stale = [path for path, content in there.items() if path not in wanted and content.startswith(mark)]
    changed = [path for path, content in wanted.items() if there.get(path) != content]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in stale:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return Changes(*(tuple(sorted(str(p.relative_to(folder)) for p in some)) for some in (changed, stale)))
