"""Values that the program marked as secret, and texts without them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import Plain, parsed

HIDDEN: Final = "[secret]"
"""What stands in place of a secret value, as in the engine's own output."""
_LONG: Final = 8
"""From so many characters on, a text is taken out of the middle of words too."""


def texts(value: Plain) -> Iterator[str]:
    """How a message could show a secret value; true and false are like any other true and false."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and value.strip():
        yield from {value, repr(value)[1:-1], json.dumps(value)[1:-1]}
        # Rules quote from documents that are given as text.
        inner = parsed(value)
        if isinstance(inner, dict | list):
            yield from texts(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def without(text: str, secrets: frozenset[str]) -> str:
    """``text`` with ``HIDDEN`` in place of every secret."""
    if not secrets:
        return text
    # The longest first: one secret may stand within another.
    longest = sorted(secrets, key=lambda secret: (-len(secret), secret))
    return re.sub("|".join(map(_pattern, longest)), HIDDEN, text)


def _pattern(secret: str) -> str:
    quoted = re.escape(secret)
    return quoted if len(secret) >= _LONG else rf"(?<![\w.]){quoted}(?![\w]|\.\d)"
