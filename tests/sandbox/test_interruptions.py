"""Whatever kills an `up`, the next one goes on from there."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.sandbox.checkout import Checkout, kill

pytestmark = pytest.mark.xdist_group("interruptions")

_TO_RECORD = 2.0
"""Seconds in which the engine writes down what it was told, beyond any doubt."""


def test_an_up_that_is_killed_half_way_converges_when_it_is_run_again(fresh_checkout: Checkout) -> None:
    process = fresh_checkout.start("up")
    assert process.stdout is not None
    created = 0
    for line in process.stdout:
        created += " created " in line
        if created == 20:
            break
    # As with AWS, where a creation takes minutes: at the end of the engine others are under way.
    providers = fresh_checkout.providers()
    os.kill(providers, signal.SIGSTOP)
    time.sleep(_TO_RECORD)
    kill(process)
    os.kill(providers, signal.SIGCONT)
    assert fresh_checkout.inventory() != {}

    again = fresh_checkout.run("up")
    assert again.code == 0, again.output
    assert fresh_checkout.run("up").counts == {}
    destroyed = fresh_checkout.run("destroy")
    assert destroyed.code == 0, destroyed.output
    assert fresh_checkout.inventory() == {}
