"""A calendar that is old stops nobody: what is newer than it is a warning."""

from __future__ import annotations

import pytest
from guardrails.billing import eks_version_in_standard_support, eks_version_support_ends_soon
from guardrails.figures.eks_calendar import newer_than_known
from pulumi_policy import EnforcementLevel

from tests.unit.guardrails.as_engine import Props, judge

CLUSTER = "aws:eks/cluster:Cluster"


def _cluster(version: str) -> tuple[str, Props]:
    return CLUSTER, {"version": version}


@pytest.mark.parametrize("version", ["1.36", "1.37", "1.38", "1.100", "2.0"])
def test_a_version_that_is_newer_than_the_calendar_is_an_advice_and_no_violation(version: str) -> None:
    assert newer_than_known(version)
    assert judge(eks_version_in_standard_support.RULE, *_cluster(version)).violations == ()
    (advice,) = judge(eks_version_support_ends_soon.RULE, *_cluster(version)).violations
    assert f"version: {version}, which is newer than the calendar of 2026-11-23 knows." in advice
    assert "run `make facts` to bring the calendar up to date." in advice
    assert eks_version_support_ends_soon.RULE.level is EnforcementLevel.ADVISORY


@pytest.mark.parametrize("version", ["1.29", "1.9", "1.3x", "v1.36", "latest", ""])
def test_a_version_that_is_older_or_none_is_a_violation(version: str) -> None:
    assert not newer_than_known(version)
    (told,) = judge(eks_version_in_standard_support.RULE, *_cluster(version)).violations
    assert f"version: {version}, which the calendar of 2026-11-23 doesn't know." in told
