"""Parts of a page between two markers, which are HTML comments that a reader doesn't see."""

from __future__ import annotations


def between(text: str, start: str, end: str, fresh: str) -> str:
    """``text`` with ``fresh`` between two markers. Raises ValueError where there are none."""
    head, has_start, rest = text.partition(start)
    _, has_end, tail = rest.partition(end)
    if not has_start or not has_end:
        raise ValueError(f"the file has no {start} ... {end}")
    return f"{head}{start}\n{fresh}\n{end}{tail}"
