"""In whatever order resources are registered, the same is said of them in the same order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

import pytest
from guardrails.rules import RULES

from tests.unit.guardrails.as_engine import Props, run
from tests.unit.guardrails.mutations import matrix
from tests.unit.guardrails.mutations.stack import load, members

CONFIGS: Final[Mapping[str, Props]] = {
    "monthly-budget": {"expectedUsd": 1, "worstUsd": 1},
    "billing-safe-instance-types": {"allowedTypes": ["t3.nano"], "maxVcpu": 1},
    "required-tags": {"required": {"CostCenter": {}}},
    "nat-gateways-per-zone": {"maxPerZone": 1},
}
"""So strict that much is found."""


@pytest.mark.parametrize("action", ["preview", "up"])
@pytest.mark.parametrize("stack", matrix.STACKS)
def test_the_order_of_registration_changes_nothing(stack: str, action: str) -> None:
    recorded = members(load(stack, action).entries)
    shuffled = random.Random(7).sample(recorded, len(recorded))  # noqa: S311  (an order, not a secret)
    said = run(RULES, recorded, CONFIGS)
    assert said == run(RULES, shuffled, CONFIGS)
    assert {one.policyName for one in said} >= {
        "monthly-budget",
        "billing-safe-instance-types",
        "required-tags",
    }
