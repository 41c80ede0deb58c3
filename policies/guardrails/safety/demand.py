"""One line of a table of what properties must say, and the judgement that all such tables share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guardrails.core.checks import Accepts, expect, is_true
from guardrails.core.finding import Judgement, Unseen
from guardrails.core.plain import UNKNOWN, Plain, value_at
from guardrails.core.resource import Resource
from guardrails.safety.replacement import replacement_note

Condition = Callable[[Resource], bool | None]
"""Whether something holds for a resource; None where that is not known yet."""


@dataclass(frozen=True)
class Demand:
    """What stands at ``path``: ``must`` says in words what ``accepts`` takes.

    Where the property is silent and one of the properties ``unless`` is set, what that names decides instead.
    Where the demand has a condition ``when``, it holds under that alone.
    """

    path: str
    must: str = "true"
    accepts: Accepts = is_true
    unless: tuple[str, ...] = ()
    when: Condition | None = None


Demands = Mapping[str, Sequence[Demand]]
"""By a resource's type."""


def judge(resource: Resource, demands: Demands, why: str = "") -> Iterator[Judgement]:
    """Judge the resource by its lines of the table; ``why`` ends the fix, after a comma or a colon."""
    for demand in demands[resource.type]:
        if demand.path in resource.lacks:
            continue
        holds = _holds(resource, demand)
        fix = f"set {demand.path.replace('[]', '')} to {demand.must}{why}."
        note = replacement_note(resource.type, demand.path)
        found = expect(resource, demand.path, demand.accepts, demand.must, f"{fix}{note}")
        if holds:
            yield from found
        elif holds is None:
            yield from (Unseen(resource, demand.path) for _ in found)


def _holds(resource: Resource, demand: Demand) -> bool | None:
    value = value_at(resource.props, demand.path)
    # What only has to be there is there, whatever it will be.
    if demand.accepts is is_set and value is UNKNOWN:
        return False
    silent = value is None
    if silent and any(resource.props.get(prop) is not None for prop in demand.unless):
        return False
    return demand.when is None or demand.when(resource)


def says(path: str, *values: Plain) -> Condition:
    """The condition that one of ``values`` stands at ``path``."""

    def holds(resource: Resource) -> bool | None:
        value = value_at(resource.props, path)
        return None if value is UNKNOWN else value in values

    return holds


def unless_true(value: Plain) -> bool:
    """Whether the value leaves a dangerous switch alone."""
    return not is_true(value)


def unless_false(value: Plain) -> bool:
    """Whether the value leaves on what AWS has on by itself."""
    return value not in (False, "false")


def is_false(value: Plain) -> bool:
    """Whether the value switches off what AWS has on by itself."""
    return not unless_false(value)


def is_set(value: Plain) -> bool:
    """Whether anything stands there."""
    return value is not None
