"""Which properties can't change in place: the update makes a new resource and deletes the old one."""

from __future__ import annotations

from functools import cache

from guardrails.core.data import load


@cache
def _replacing() -> frozenset[tuple[str, str]]:
    found = load("replacing_properties")["properties"]
    return frozenset((token, path) for token, paths in found.items() for path in paths)


def replaces(token: str, path: str) -> bool:
    """Whether a change of the property at ``path`` makes a new resource of type ``token``."""
    return (token, path) in _replacing()


def replacement_note(token: str, path: str) -> str:
    """A sentence to put behind a fix that replaces the resource, else nothing."""
    if not replaces(token, path):
        return ""
    return (
        f" On one that exists, a change of {path} replaces it: keep its data by a snapshot or a copy first."
    )
