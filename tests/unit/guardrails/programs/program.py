"""Whole programs in the shapes that public examples have, and what the pack says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from guardrails.rules import RULES

from tests.unit.guardrails.as_engine import UNKNOWN, Member, Props, run

OWNER: Final[Mapping[str, Props]] = {"required-tags": {"required": {"Owner": {}}}}
"""The least that a company asks of tags."""

TAGGED: Final[Props] = {"defaultTags": {"tags": {"Owner": "team-a"}}}
"""A provider whose default tags have it."""


_PRICES: Final = ("monthly-budget", "billing-safe-instance-types")
_JUDGES: Final = tuple(rule for rule in RULES if rule.name not in _PRICES)
"""What a program costs is a matter of its own: see tests/unit/guardrails/cost."""


def made(
    token: str,
    name: str,
    props: Mapping[str, Any] | None = None,
    *,
    parents: tuple[str, ...] = (),
    **links: str | Sequence[str],
) -> Member:
    """A resource in a preview: what ``links`` names by property is made by the program, and not known yet."""
    named = {prop: [names] if isinstance(names, str) else list(names) for prop, names in links.items()}
    unknown = {prop: UNKNOWN for prop in named if prop not in (props or {})}
    return Member(token, name, {**unknown, **(props or {})}, TAGGED, named, parents=parents)


def component(token: str, name: str, parents: tuple[str, ...] = ()) -> Member:
    """A component, which tells nothing of its own."""
    return Member(token, name, {}, provider=None, parents=parents)


def said(members: Sequence[Member], configs: Mapping[str, Props] | None = None) -> list[tuple[str, str]]:
    """What the pack says in a preview: each rule's name, with the first line of its message."""
    told = run(_JUDGES, members, {**OWNER, **(configs or {})})
    return sorted((one.policyName, _first_line(one.message, one.description)) for one in told)


def _first_line(message: str, description: str) -> str:
    return message.removeprefix(f"{description}\n").splitlines()[0]
