"""draino, by the values of its chart: conditions, drainBuffer, dryRun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.finding import Unseen
from guardrails.core.plain import UNKNOWN, Plain, Unknown, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.selfdriving.conditions import acted_on
from guardrails.selfdriving.durations import seconds
from guardrails.selfdriving.engines.engine import Engine, Limit
from guardrails.selfdriving.releases import releases_of, values_of

_DRY: Final = "values.dryRun"


def read(stack: Stack) -> Iterator[Engine | Unseen]:
    """Every release of draino; it drains one node at a time, drainBuffer apart, and has no breaker."""
    for release in releases_of(stack, "draino"):
        dry = value_at(release.props, _DRY)
        if dry is UNKNOWN:
            yield Unseen(release, _DRY)
        elif dry is not True:
            yield _engine(release)


def _engine(release: Resource) -> Engine:
    listed = slots(release.props, "values.conditions[]")
    return Engine(
        name="draino",
        resource=release,
        conditions=tuple(acted_on(slot.value, slot.path) for slot in listed if isinstance(slot.value, str)),
        unseen=tuple(slot.path for slot in listed if slot.value is UNKNOWN),
        drain_gap=_gap(values_of(release).get("drainBuffer")),
        picks=_picks(values_of(release).get("nodeLabelExpression")),
    )


def _picks(expression: Plain) -> bool | Unknown:
    return expression if isinstance(expression, Unknown) else bool(expression)


def _gap(value: Plain) -> Limit | None:
    # draino's own default is 10m.
    if value is None:
        return None
    return Limit("values.drainBuffer", UNKNOWN if value is UNKNOWN else seconds(str(value)))
