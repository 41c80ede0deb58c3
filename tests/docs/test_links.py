"""Every link of a page that leads into this repository leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, links


def broken(page: Path) -> list[str]:
    """The page's links that lead to no file, or to no heading of it."""
    found = []
    for link in links(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if ":" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert broken(page) == []


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    led = {
        (index.parent / link.partition("#")[0]).resolve() for link in links(index.read_text(encoding="utf-8"))
    }
    assert {page.name for page in (ROOT / "docs").glob("*.md") if page not in led} == {"README.md"}


def test_a_link_into_the_void_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Two `make` words, twice\n# Two `make` words, twice\n"
        "[here](#two-make-words-twice-1) [page](page.md#two-make-words-twice) [web](https://example.com/x)\n"
        "[gone](gone.md) [nowhere](page.md#nowhere) `[code](code.md)`\n"
        "```sh\n[fenced](fenced.md)\n```\n"
    )
    assert broken(page) == ["gone.md", "page.md#nowhere"]
