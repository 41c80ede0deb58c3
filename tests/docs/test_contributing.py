"""CONTRIBUTING.md names every folder, and the packages that each imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ((?:`[\w.]+/?`(?:, )?)+) \| ([^|]+) \| ([^|]*) \|$", PAGE, re.MULTILINE)
FOLDERS = {name: may for names, _, may in ROWS for name in re.findall(r"`([\w.]+)/?`", names)}
PACKAGES = sorted(name for name in FOLDERS if "." not in name and any((ROOT / name).rglob("*.py")))


def imported(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_every_folder_has_a_row() -> None:
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    assert there - set(FOLDERS) == {"docs", "examples"}
    assert {name for name in FOLDERS if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_its_row_says(package: str) -> None:
    if FOLDERS[package] == "everything":
        return
    others = {name for name in PACKAGES if name != package} | {"guardrails"}
    used = set(imported(ROOT / package)) & others
    if package == "policies":
        used.discard("guardrails")
    assert used <= set(re.findall(r"`(\w+)`", FOLDERS[package]))
