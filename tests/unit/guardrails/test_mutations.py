"""The mutation matrix: every break is caught by exactly the right rule, and untouched stacks fire nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from guardrails.billing.instance_slots import INSTANCE_TYPES
from guardrails.rules import RULES

from tests.unit.guardrails.mutations import matrix
from tests.unit.guardrails.mutations.billing import with_type
from tests.unit.guardrails.mutations.newcomers import COMPLIANT, newcomer
from tests.unit.guardrails.mutations.stack import by_nature, load

EACH = pytest.mark.parametrize("stack", matrix.STACKS)
SMALL = "t3.small"


@EACH
@pytest.mark.parametrize("action", ["preview", "up"])
def test_an_untouched_stack_fires_nothing(stack: str, action: str) -> None:
    recorded = load(stack, action)
    # A second reading, so that each resource is judged alone too.
    assert recorded.fires(load(stack, action).entries) == set()


@EACH
def test_the_preview_and_the_update_were_recorded_of_one_program(stack: str) -> None:
    # The update knows more: whom a role trusts may hang on what has to be made first.
    assert matrix.places(load(stack, "preview")) - matrix.places(load(stack, "up")) == set()


@EACH
@pytest.mark.parametrize("kind", matrix.KINDS)
def test_every_break_is_caught_by_exactly_the_right_rule(
    stack: str, kind: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("breaks", len(matrix.breaks(stack, kind)))
    assert matrix.missed(stack, kind) == []


def test_there_are_more_than_150_breaks_of_nearly_every_rule() -> None:
    rules = [one.rule for name in matrix.STACKS for kind in matrix.KINDS for one in matrix.breaks(name, kind)]
    assert len(rules) > 150
    # These speak of the day, of waivers, and of an engine that no stack has; examples break them.
    silent = {"eks-version-support-ends-soon", "breaker-is-set", "waivers-in-force"}
    assert {rule.name for rule in RULES} - set(rules) == silent


PLACES = [(token, path) for token, paths in INSTANCE_TYPES.items() for path in paths]


@pytest.mark.parametrize(("token", "path"), PLACES)
def test_a_small_type_in_the_same_place_fires_nothing(token: str, path: str) -> None:
    stack = matrix.stack("dev")
    small = with_type(stack, token, path, SMALL)
    assert stack.fires([*stack.entries, small]) == by_nature(token)


@pytest.mark.parametrize("token", sorted(COMPLIANT.keys() - INSTANCE_TYPES.keys()))
def test_a_compliant_newcomer_fires_nothing(token: str) -> None:
    stack = matrix.stack("dev")
    assert stack.fires([*stack.entries, newcomer(stack, token, {})]) == by_nature(token)
