"""What a tool is made from, as one hash: the same hash means that nothing needs doing."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from pathlib import Path

from toolchain.catalog import Tool


def of_files(*paths: Path, also: str = "") -> str:
    """A hash of the files' contents and of a text."""
    digest = hashlib.sha256(also.encode())
    for path in paths:
        content = path.read_bytes()
        digest.update(b"%d\0" % len(content))
        digest.update(content)
    return digest.hexdigest()


def of_tool(tool: Tool, module: Path, also: str = "") -> str:
    """A hash of the catalogue's entry and of the tool's pinned modules."""
    entry = "\n".join(f"{field.name}={getattr(tool, field.name)!r}" for field in fields(tool))
    return of_files(module / "go.mod", module / "go.sum", also=entry + also)
