"""Settings for one command: `--config key=value` among the arguments for the engine.

The engine's own way writes them into the stack file, and there a block with the one key takes the place of
the whole block. Here they go into a copy of the file, each to its place in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cli.errors import CommandError

_FLAGS = ("--config", "-c")
_NEEDLESS = "--config-path"
"""The engine's word for dots that lead into blocks, as they always do here."""


def split(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """All other arguments, and the values by their keys. Raises CommandError for a key without a value."""
    others: list[str] = []
    found: dict[str, str] = {}
    words: Iterator[str] = iter(arguments)
    for word in words:
        flag, equals, rest = word.partition("=")
        if word in _FLAGS:
            _add(found, next(words, ""))
        elif flag in _FLAGS and equals:
            _add(found, rest)
        elif word != _NEEDLESS:
            others.append(word)
    return others, found


def _add(found: dict[str, str], written: str) -> None:
    key, equals, value = written.partition("=")
    if not key or not equals:
        raise CommandError(
            f"--config {written}: needs a key and a value, such as --config nodeGroups.default.maxSize=6"
        )
    found[key] = value
