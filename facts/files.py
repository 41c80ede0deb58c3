"""The dated files of facts: read, written, and copied into packages that import nothing from here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = Path(__file__).with_name("data")
PACK: Final = ROOT / "policies" / "guardrails" / "data"

NAMES: Final = ("ec2_types", "ec2_prices", "eks_versions", "aws_prices", "service_prices", "image_references")
"""Each file by its name without ``.json``. It has a ``source``, the day ``as_of``, and a ``region``."""


@cache
def load(name: str) -> Mapping[str, Any]:
    """The content of one file."""
    content: dict[str, Any] = json.loads(path(name).read_text(encoding="utf-8"))
    return content


def path(name: str) -> Path:
    """Where a file is."""
    return FOLDER / f"{name}.json"


def age(name: str, today: date) -> int:
    """How many days ago the file's content was true."""
    return (today - date.fromisoformat(load(name)["as_of"])).days


def text(content: Mapping[str, Any]) -> str:
    """A file's text: one row of a table in each line, so that a change shows which rows it changes."""
    return "{\n" + ",\n".join(_entries(content)) + "\n}\n"


def _entries(content: Mapping[str, Any]) -> Iterator[str]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            rows = ",\n".join(f"  {json.dumps(row)}: {json.dumps(value[row])}" for row in value)
            yield f" {json.dumps(key)}: {{\n{rows}\n }}"
        else:
            yield f" {json.dumps(key)}: {json.dumps(value)}"


def write(name: str, content: Mapping[str, Any]) -> None:
    """Write one file anew."""
    path(name).write_text(text(content), encoding="utf-8")
    load.cache_clear()


def copies() -> Iterator[tuple[Path, Path]]:
    """Each file, and its copy in the policy pack."""
    return ((path(name), PACK / f"{name}.json") for name in NAMES)


def stale_copies() -> list[tuple[Path, Path]]:
    """Those whose copy has another content, or is not there."""
    return [
        (original, copy)
        for original, copy in copies()
        if not copy.exists() or copy.read_bytes() != original.read_bytes()
    ]
