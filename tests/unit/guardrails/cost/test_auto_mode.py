"""What can't be counted in EKS Auto Mode is named."""

from __future__ import annotations

import pytest
from guardrails.core.resource import Resource
from guardrails.cost import estimate

HOURS = 730


def test_the_nodes_of_auto_mode_are_named_and_the_control_plane_is_counted() -> None:
    props = {"version": "1.35", "computeConfig": {"enabled": True}}
    found = estimate([Resource("aws:eks/cluster:Cluster", "it", "urn:it", props, {})])
    assert [entry.why for entry in found.unpriced] == [
        "nodes of EKS Auto Mode, whose own pools have no limit, and a fee on each"
    ]
    assert found.lines[0].expected == pytest.approx(0.1 * HOURS)
