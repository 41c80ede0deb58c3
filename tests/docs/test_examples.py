"""Every piece of a stack file on a page is one that the settings take."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from settings.model import StackSettings
from tests.docs.pages import PAGES, ROOT

_YAML = re.compile(r"^(?P<indent> *)```yaml\n(?P<text>(?s:.*?))^(?P=indent)```$", re.MULTILINE)


def pieces(page: Path) -> Iterator[tuple[str, str]]:
    """Where the piece is, and its text; whole stack files and excerpts of a default are left to others."""
    text = page.read_text(encoding="utf-8")
    for found in _YAML.finditer(text):
        written = textwrap.dedent(found["text"])
        if not written.startswith(("config:", "conditions:")):
            yield f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}", written


PIECES = dict(piece for page in PAGES for piece in pieces(page))


@pytest.mark.parametrize("where", PIECES)
def test_a_piece_of_a_stack_file_is_taken(where: str) -> None:
    written = yaml.safe_load(PIECES[where])
    assert StackSettings.model_validate(written).model_fields_set


def test_no_piece_hides_where_it_is_not_seen() -> None:
    keys = "|".join(field.alias or name for name, field in StackSettings.model_fields.items())
    for page in PAGES:
        prose = _YAML.sub("", page.read_text(encoding="utf-8"))
        assert re.findall(rf"^ {{4,}}(?:{keys}):", prose, re.MULTILINE) == [], page
