"""How the sandbox's AWS lists what it holds of one resource type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Item: TypeAlias = Mapping[str, Any]
_GONE = ("deleted", "deleting", "terminated", "shutting-down", "PendingDeletion")


@dataclass(frozen=True)
class Listing:
    """A list of names, without what every account has by itself."""

    service: str
    """The service's name for boto3."""
    what: str
    """What AWS calls these things, in the plural."""
    names: Callable[[Any], Iterable[str]]
    """The names of what is there, by a client of the service."""
    is_global: bool = False
    """One list for all regions."""


@dataclass(frozen=True)
class Within:
    """No list of its own: it is a part of another resource, and goes with that."""

    kind: str
    """The other's type token."""


@dataclass(frozen=True)
class Recorded:
    """moto lacks it, so it is in a table of the records, all of which are listed."""

    table: str


def by_call(
    service: str,
    call: str,
    what: str,
    name: str,
    *,
    keep: Callable[[Item], bool] = lambda _: True,
    arguments: Mapping[str, Any] | None = None,
    is_global: bool = False,
) -> Listing:
    """A listing by one call whose answer has the items under ``what``, each with its ``name``."""

    def names(api: Any) -> Iterable[str]:  # noqa: ANN401 - boto3's clients are made at run time
        answer = getattr(api, call)(**(arguments or {}))
        return [str(item[name]) for item in answer.get(what, []) if keep(item)]

    return Listing(service, what, names, is_global)


def is_alive(item: Item) -> bool:
    """Whether EC2 shows a thing as more than a memory."""
    state = item.get("State", "available")
    return (state["Name"] if isinstance(state, dict) else state) not in _GONE
