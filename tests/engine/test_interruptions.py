"""Whatever kills an `up` or a `destroy`, the next one goes on from there; the second builds on the first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from testing.checkout import Checkout, kill

pytestmark = pytest.mark.xdist_group("interruptions")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """With the real tools: what is forked from the warm interpreter is in no session that can be killed."""
    copy = Checkout.copy(tmp_path_factory.mktemp("checkout"))
    yield copy
    copy.stop()


def kill_after(checkout: Checkout, action: str, done: str, times: int) -> None:
    """Cut the power when so many resources are ``done``."""
    process = checkout.start(action)
    assert process.stdout is not None
    seen = 0
    for line in process.stdout:
        seen += f" {done} " in line
        if seen == times:
            break
    kill(process)
    assert seen == times
    # One of these that was cut short would keep the engine from reading its own checkpoint.
    assert list(checkout.state.rglob("*.attrs")) == []


def test_an_up_that_is_killed_half_way_converges_when_it_is_run_again(checkout: Checkout) -> None:
    kill_after(checkout, "up", "created", 20)
    assert checkout.inventory() != {}

    again = checkout.run("up")
    assert again.code == 0, again.output
    assert checkout.run("up").counts == {}


def test_a_destroy_that_is_killed_again_and_again_leaves_nothing_in_the_end(checkout: Checkout) -> None:
    for _ in range(5):
        # On a busy machine the engine is ahead of what it prints: five times this many are not the half.
        kill_after(checkout, "destroy", "deleted", 6)
        assert checkout.inventory() != {}

    destroyed = checkout.run("destroy")
    assert destroyed.code == 0, destroyed.output
    assert checkout.inventory() == {}
