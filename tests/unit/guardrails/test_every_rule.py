"""Every rule passes what is good, names what is bad, waits for what is unknown, and obeys waivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from guardrails.core.finding import label
from guardrails.core.rule import AnyRule, ResourceRule
from guardrails.core.waivers_in_force import RULE as WAIVERS_IN_FORCE
from guardrails.rules import RULES

from tests.unit.guardrails.as_engine import Member, Verdict, judge, judge_stack
from tests.unit.guardrails.examples import billing, data, safety, selfdriving, tags
from tests.unit.guardrails.examples.example import Example

EXAMPLES = (
    *billing.EXAMPLES,
    *tags.EXAMPLES,
    *safety.EXAMPLES,
    *data.EXAMPLES,
    *selfdriving.EXAMPLES,
)
EACH = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule.name)
REASON = "the old system moves next month"


def verdict(example: Example, members: Sequence[Member], **config: Any) -> Verdict:
    settings = {**example.config, **config}
    if isinstance(example.rule, ResourceRule):
        return judge(example.rule, members[-1].type, members[-1].props, settings, name=members[-1].name)
    return judge_stack(example.rule, members, settings)


def waiver(until: str, resource: str) -> dict[str, list[dict[str, str]]]:
    return {"waivers": [{"resource": resource, "reason": REASON, "until": until}]}


def waived_resource(example: Example) -> str:
    """The name of the one whom the message is about: the last, or the whole stack."""
    message = verdict(example, example.bad).violations[0]
    return "stack" if message.startswith("The stack") else example.bad[-1].name


def test_every_rule_has_an_example() -> None:
    named = [example.rule.name for example in EXAMPLES]
    assert sorted([*named, WAIVERS_IN_FORCE.name]) == sorted(rule.name for rule in RULES)


@EACH
def test_what_is_good_passes(example: Example) -> None:
    assert verdict(example, example.good) == Verdict(())


@EACH
def test_what_is_bad_is_named_with_the_value_the_fix_and_where_to_read_more(example: Example) -> None:
    (message,) = verdict(example, example.bad).violations
    lines = message.splitlines()
    assert lines[0].endswith(f", {example.says}".removeprefix(", The stack"))
    assert any(line.startswith("Must be: ") and line.endswith(".") for line in lines)
    assert lines[-2].startswith("Fix: ")
    assert lines[-2].endswith(".")
    assert lines[-1] == f"Read more: {example.rule.url}"


@EACH
def test_what_is_unknown_is_neither_passed_nor_refused(example: Example) -> None:
    found = verdict(example, example.unknown)
    assert found.violations == ()
    if example.waits is None:
        # Which resources there are is always known; only values can hide.
        assert found.unseen is None
    else:
        assert found.unseen is not None
        assert f": {example.waits}" in found.unseen
        assert found.unseen.endswith("The rule decides in the update.")


@EACH
def test_a_waiver_in_force_lets_it_pass(example: Example) -> None:
    config = waiver("2026-11-01", waived_resource(example))
    assert verdict(example, example.bad, **config) == Verdict(())


@EACH
def test_a_waiver_that_has_ended_is_named_beside_the_finding(example: Example) -> None:
    config = waiver("2026-10-31", waived_resource(example))
    (message,) = verdict(example, example.bad, **config).violations
    assert message.endswith(f"\nThe waiver for it ended on 2026-10-31 ({REASON}).")


@EACH
def test_a_waiver_for_another_resource_changes_nothing(example: Example) -> None:
    before = verdict(example, example.bad)
    assert verdict(example, example.bad, **waiver("2026-12-31", "another-*")) == before


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_metadata_is_complete(rule: AnyRule) -> None:
    assert rule.name == rule.name.lower().replace("_", "-")
    assert rule.description.endswith(".")
    assert rule.remediation_steps.endswith(".")
    assert rule.url.startswith("https://")
    assert rule.tags
    assert rule.framework.reference


def test_a_finding_of_the_whole_stack_is_called_so() -> None:
    assert label(None) == "The stack"
