"""Encrypted values of a stack file, for the sandbox, which has none of the keys that decrypt them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

PLACEHOLDER: Final = "not-in-the-sandbox"
"""Stands in the place of each, as a secret too."""
_SECURE: Final = "secure"


def encrypted(config: Mapping[str, Any]) -> Sequence[str]:
    """Where in a stack file's ``config`` there is an encrypted value, as `pulumi config --path` writes it."""
    return [path for key, value in config.items() for path in _paths(value, key)]


def without_encrypted(value: object) -> object:
    """``value`` with the placeholder for everything that is encrypted in it."""
    if _is_encrypted(value):
        return PLACEHOLDER
    if isinstance(value, dict):
        return {key: without_encrypted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_encrypted(item) for item in value]
    return value


def _paths(value: object, path: str) -> Iterator[str]:
    if _is_encrypted(value):
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            # In quotes, because a key may have dots of its own.
            yield from _paths(item, f'{path}["{key}"]')
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, f"{path}[{index}]")


def _is_encrypted(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {_SECURE}
