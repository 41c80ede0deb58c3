"""A Chart is a component: it is judged by what it tells, and most tell nothing."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.rule import ResourceRule
from guardrails.rules import RULES
from guardrails.safety import helm_release_pinned, helm_release_trusted_source

from tests.unit.guardrails.as_engine import Verdict, judge

CHARTS = ("kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart")
JUDGES = [rule for rule in RULES if isinstance(rule, ResourceRule) and rule.applies(CHARTS[0])]


@pytest.mark.parametrize("token", CHARTS)
@pytest.mark.parametrize("rule", JUDGES, ids=lambda rule: rule.name)
def test_no_rule_speaks_of_a_chart_that_tells_nothing(rule: ResourceRule[Any], token: str) -> None:
    assert judge(rule, token, {}) == Verdict(())


@pytest.mark.parametrize("token", CHARTS)
def test_a_chart_that_tells_its_inputs_is_judged_like_a_release(token: str) -> None:
    told = {"chart": "podinfo", "version": "^6.7.0", "fetchOpts": {"repo": "http://charts.example.com"}}
    (loose,) = judge(helm_release_pinned.RULE, token, told).violations
    assert loose.startswith(f"{token} 'subject', version: '^6.7.0'.")
    (plain,) = judge(helm_release_trusted_source.RULE, token, told).violations
    assert plain.startswith(f"{token} 'subject', repositoryOpts.repo: 'http://charts.example.com'.")
