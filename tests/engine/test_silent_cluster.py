"""The real engine destroys a stack whose cluster does not answer, once its objects have left the state."""

from __future__ import annotations

import pytest

from cli.destroy import state
from cli.stack_engine import StackEngine
from testing.checkout import Checkout

pytestmark = pytest.mark.xdist_group("silent_cluster")


def test_a_stack_is_destroyed_without_the_objects_in_its_cluster(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX", "1")
    engine = StackEngine(checkout.stack, checkout.root, options=("--state", str(checkout.state)))
    lines: list[str] = []

    for _ in range(2):
        state.forget(engine, engine.exported(), lines.append)

    objects = [line.strip() for line in lines[1:]]
    assert lines[0] == (
        f"The cluster does not answer: {len(objects)} objects are dropped from the state; they go with it."
    )
    assert "remediation-draino" in objects
    assert not [one["urn"] for one in checkout.resources() if one["type"].startswith("kubernetes:")]
    destroyed = checkout.run("destroy")
    assert destroyed.code == 0, destroyed.output
    assert checkout.inventory() == {}
