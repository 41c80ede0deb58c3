"""The check that most rules are made of: a value must be so and not otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.plain import UNKNOWN, Plain, Slot, slots
from guardrails.core.resource import Resource

Accepts = Callable[[Plain], bool]


def expect(resource: Resource, path: str, accepts: Accepts, must: str, fix: str) -> Iterator[Judgement]:
    """Judge the value at ``path``, which must be there; each one where the path goes through lists."""
    for slot in slots(resource.props, path) or [Slot(path, None)]:
        yield from expect_slot(resource, slot, accepts, must, fix)


def expect_slot(resource: Resource, slot: Slot, accepts: Accepts, must: str, fix: str) -> Iterator[Judgement]:
    """Judge what stands in ``slot``."""
    if slot.value is UNKNOWN:
        yield Unseen(resource, slot.path)
    elif not accepts(slot.value):
        yield Finding(resource, slot.path, show(slot.value), must, fix)


def is_true(value: Plain) -> bool:
    """Whether the value is true; some properties of AWS spell booleans as text."""
    return value is True or value == "true"


def show(value: Plain) -> str:
    """The value as a person would write it."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, str) else str(value)
