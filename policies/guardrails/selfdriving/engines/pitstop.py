"""pitstop, by the values of its chart, which hold its settings file under ``settings``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.finding import Unseen
from guardrails.core.plain import UNKNOWN, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.selfdriving.conditions import acted_on
from guardrails.selfdriving.engines.engine import Engine, Limit
from guardrails.selfdriving.releases import releases_of

_SETTINGS: Final = "values.settings"


def read(stack: Stack) -> Iterator[Engine | Unseen]:
    """Every release of pitstop; it spaces drains by the health of the moved pods, and has a breaker."""
    for release in releases_of(stack, "pitstop"):
        dry = value_at(release.props, f"{_SETTINGS}.dryRun")
        if dry is UNKNOWN:
            yield Unseen(release, f"{_SETTINGS}.dryRun")
        elif dry is not True:
            yield _engine(release)


def _engine(release: Resource) -> Engine:
    listed = slots(release.props, f"{_SETTINGS}.faults[]")
    return Engine(
        name="pitstop",
        resource=release,
        conditions=tuple(acted_on(slot.value, slot.path) for slot in listed if isinstance(slot.value, str)),
        unseen=tuple(slot.path for slot in listed if slot.value is UNKNOWN),
        drains_at_once=_limit(release, f"{_SETTINGS}.caps.drainsPerGroup"),
        breaker=_limit(release, f"{_SETTINGS}.breaker.groupShare"),
        replaces=value_at(release.props, f"{_SETTINGS}.replace.strategy") in ("autoScaling", "owner"),
    )


def _limit(release: Resource, path: str) -> Limit | None:
    value = value_at(release.props, path)
    return None if value is None else Limit(path, value)
