"""The pages that people read, taken apart: fenced blocks, headings, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(?P<words>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """What a person types, and what the page says is seen then."""

    line: int
    """Of the page, from 1."""
    marks: frozenset[str]
    """The words behind the language: where it is typed, and ``fails`` where its last command has to."""
    commands: str
    seen: tuple[str, ...]
    """Parts of lines, in their order."""


def blocks(page: str) -> Iterator[Block]:
    """The shell blocks of a page, each with the ``text`` block that follows it, if one does."""
    fences = list(_FENCE.finditer(page))
    for fence, after in zip(fences, [*fences[1:], None], strict=True):
        language, *marks = fence["info"].split()
        if language == "sh":
            follows = after is not None and after["info"] == "text"
            seen = after["text"].splitlines() if follows and after is not None else []
            line = page.count("\n", 0, fence.start()) + 1
            yield Block(line, frozenset(marks), fence["text"], tuple(seen))


def links(page: str) -> Iterator[str]:
    """The targets of a page's links, code left out."""
    prose = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", page))
    for link in _LINK.finditer(prose):
        yield link["target"]


def anchors(page: str) -> set[str]:
    """What GitHub calls a page's headings in addresses, and the ids that the page gives itself."""
    found = set(re.findall(r'<a id="([^"]+)">', page))
    for heading in _HEADING.finditer(_FENCE.sub("", page)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading["words"]).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        number = next(n for n in range(len(found) + 1) if (f"{slug}-{n}" if n else slug) not in found)
        found.add(f"{slug}-{number}" if number else slug)
    return found
