"""What the pages tell people to type or to open exists: goals, stacks, modules, files."""

from __future__ import annotations

import re
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT
from tests.docs.test_reference_of_pitstop import written_annotations

_CODE = re.compile(r"^ *```[^\n]*\n(?s:(.*?))^ *```$|`([^`\n]+)`|^ {4,}(\S.*)$", re.MULTILINE)
_GOAL = re.compile(r"(?:^|[\s(])(?:SANDBOX=1 )?make ([a-z]+)\b")
_STACK = re.compile(r"\bSTACK=([a-z]\w*)")
_MODULE = re.compile(r"python -m ((?:[a-z_]+\.?)+)")
_PATH = re.compile(r"^[a-z_]+(/[\w.-]+)+/?$|^\.github/\S+$")
_NO_PATH = {"policy/v1", "alias/eks/NAME", *written_annotations()}
"""Written like paths: API versions, names in AWS, annotations of nodes."""


def code(page: Path) -> list[str]:
    """Everything on a page that is set as code."""
    text = page.read_text(encoding="utf-8")
    if page.name == "upgrading.md":
        text = re.sub(r"^\| [^|]+ \|", "|", text, flags=re.MULTILINE)  # what was typed before
    return ["".join(part or "" for part in found.groups()) for found in _CODE.finditer(text)]


def goals() -> set[str]:
    """What `make` can do, by the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {goal for line in re.findall(r"^([a-z ]+):", makefile, re.MULTILINE) for goal in line.split()}


def is_there(module: str) -> bool:
    """Whether a module can be found from the repository's root, or from the policy pack's."""
    *parents, name = module.split(".")
    return (
        PathFinder.find_spec(name, [str(Path(root, *parents)) for root in (ROOT, ROOT / "policies")])
        is not None
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_says_to_type_exists(page: Path) -> None:
    told = "\n".join(code(page))
    assert set(_GOAL.findall(told)) - goals() == set()
    stacks = {name for name in _STACK.findall(told) if not (ROOT / f"Pulumi.{name}.yaml").exists()}
    assert stacks == set()
    modules = {name.rstrip(".") for name in _MODULE.findall(told)} - {"venv"}
    assert {name for name in modules if not is_there(name)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    named = [part for part in code(page) if _PATH.fullmatch(part) and part not in _NO_PATH]
    assert [path for path in named if not (ROOT / path).exists()] == []
