"""Paths into plain data, and what a stack rule sees."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.plain import UNKNOWN, Plain, Slot, parsed, slots, value_at
from guardrails.core.resource import Resource
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a[].b", [Slot("a[0].b", 1), Slot("a[1].b", 2)]),
        ("a[]", [Slot("a[0]", {"b": 1}), Slot("a[1]", {"b": 2})]),
        ("c.d", [Slot("c", UNKNOWN)]),
        ("e.f", []),
        ("g", []),
    ],
)
def test_slots_are_found_by_path_and_stop_at_what_is_unknown(path: str, found: list[Slot]) -> None:
    props: Plain = {"a": [{"b": 1}, {"b": 2}], "c": UNKNOWN, "g": None}
    assert slots(props, path) == found


def test_a_value_that_is_not_there_is_none() -> None:
    assert value_at({"a": {}}, "a.b") is None


@pytest.mark.parametrize(
    ("text", "value"), [('{"a": 1.0}', {"a": 1}), ("", None), ("not JSON", None), (UNKNOWN, UNKNOWN)]
)
def test_json_text_is_read(text: Plain, value: Plain) -> None:
    assert parsed(text) == value


@pytest.mark.parametrize(
    ("inputs", "outputs", "props"),
    [
        ({"a": 1}, {"a": 2}, {"a": 1}),
        ({"a": UNKNOWN_STRING_VALUE}, {"a": 2}, {"a": 2}),
        ({"a": UNKNOWN_STRING_VALUE}, {}, {"a": UNKNOWN}),
        ({}, {"a": UNKNOWN_STRING_VALUE, "b": 3}, {"b": 3}),
        (None, {"a": UNKNOWN_STRING_VALUE}, {"a": UNKNOWN}),
    ],
)
def test_a_stack_rule_sees_what_the_program_said_and_what_is_known(
    inputs: dict[str, Any] | None, outputs: dict[str, Any], props: dict[str, Plain]
) -> None:
    assert Resource("t", "n", "u", outputs, {}, inputs).props == props
