"""Whatever kills an `up`, the next one goes on from there."""

from __future__ import annotations

import pytest

from tests.sandbox.checkout import Checkout, kill

pytestmark = pytest.mark.xdist_group("interruptions")


def test_an_up_that_is_killed_half_way_converges_when_it_is_run_again(fresh_checkout: Checkout) -> None:
    process = fresh_checkout.start("up")
    assert process.stdout is not None
    created = 0
    for line in process.stdout:
        created += " created " in line
        if created == 20:
            break
    kill(process)
    assert fresh_checkout.inventory() != {}
    # One of these that was cut short would keep the engine from reading its own checkpoint.
    assert list(fresh_checkout.state.rglob("*.attrs")) == []

    again = fresh_checkout.run("up")
    assert again.code == 0, again.output
    assert fresh_checkout.run("up").counts == {}
    destroyed = fresh_checkout.run("destroy")
    assert destroyed.code == 0, destroyed.output
    assert fresh_checkout.inventory() == {}
