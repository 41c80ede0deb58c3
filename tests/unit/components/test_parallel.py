"""Tests that share something costly run one after the other on one worker."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_the_tests_of_a_group_stay_together(request: pytest.FixtureRequest) -> None:
    # pytest-xdist knows a group by this suffix, and leaves it out in silence with a pytest that is too new.
    grouped = request.config.getoption("loadgroup", False)
    assert request.node.nodeid.endswith("@together") is grouped
