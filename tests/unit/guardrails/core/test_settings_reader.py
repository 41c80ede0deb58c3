"""A rule's settings: what is wrong is said with the key, the value and the fix."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.billing.monthly_budget import RULE as BUDGET
from guardrails.billing.node_count_ceiling import RULE as CEILING
from guardrails.core.settings import config_schema
from guardrails.rules import RULES

from tests.unit.guardrails.as_engine import judge_stack

WAIVER = {"resource": "a", "reason": "because of the audit", "until": "2026-12-31"}


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"maxNodesPerGrup": 3},
            "the policy config has an unknown key 'maxNodesPerGrup', did you mean 'maxNodesPerGroup'?",
        ),
        (
            {"zones": 3},
            (
                "the policy config has an unknown key 'zones'; known keys are waivers, maxNodesPerGroup, "
                "maxNodesPerStack"
            ),
        ),
        (
            {"maxNodesPerGroup": 0},
            "the policy config's 'maxNodesPerGroup' is 0: Input should be greater than 0",
        ),
        (
            {"waivers": [{**WAIVER, "until": "soon"}]},
            (
                "the policy config's 'waivers.0.until' is 'soon': "
                "Input should be a valid date or datetime, input is too short"
            ),
        ),
        (
            {"waivers": [{**WAIVER, "reason": "why not"}]},
            "the policy config's 'waivers.0.reason' is 'why not': String should have at least 10 characters",
        ),
    ],
)
def test_bad_settings_are_named(config: dict[str, Any], message: str) -> None:
    (said,) = judge_stack(CEILING, [], config).violations
    assert said == f"{message}.\nRead more: {CEILING.url}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_schema_stands_alone_and_asks_for_whole_waivers(rule: Any) -> None:
    schema = config_schema(rule.settings)
    assert "$ref" not in str(schema.properties)
    assert schema.required is None
    assert schema.properties["waivers"]["items"]["required"] == ["resource", "reason", "until"]


def test_the_defaults_of_the_schema_are_those_of_the_rule() -> None:
    properties = config_schema(BUDGET.settings).properties
    assert (properties["expectedUsd"]["default"], properties["worstUsd"]["default"]) == (1000, 3000)
