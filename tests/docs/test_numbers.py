"""A number that a page tells is the one that the code has, on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guardrails.rules import RULES

from tests.docs.pages import PAGES, ROOT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_tells_another_number_of_rules_than_there_are(page: Path) -> None:
    told = re.findall(r"\b(\d+) rules\b", page.read_text(encoding="utf-8"))
    assert set(told) <= {str(len(RULES))}


def test_the_page_of_the_policies_tells_the_number_and_has_a_section_for_each() -> None:
    page = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
    assert f"\n{len(RULES)} rules, " in page
    assert re.findall(r"^#### `([\w-]+)`$", page, re.MULTILINE) == [rule.name for rule in RULES]


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    linked = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert linked == sorted(path.name for path in folder.glob("[0-9]*.md"))
