"""Actions run when they are due, in order, and again while the API server is away."""

from __future__ import annotations

import requests

from sandbox.lab.process import wait_until
from sandbox.lab.schedule import Schedule


def test_what_is_due_runs_in_order_and_what_is_not_waits() -> None:
    schedule, done = Schedule(), []
    schedule.after(3600, lambda: done.append("later"))
    schedule.after(0, lambda: done.append("first"))
    schedule.after(0, lambda: done.append("second"))

    schedule.run_due()
    assert done == ["first", "second"]


def test_an_action_that_finds_the_api_server_away_is_tried_again() -> None:
    schedule, tries = Schedule(), []

    def action() -> None:
        tries.append("try")
        if len(tries) == 1:
            raise requests.ConnectionError

    schedule.after(0, action)

    def tried_twice() -> bool:
        schedule.run_due()
        return len(tries) == 2

    wait_until("a second try", tried_twice, timeout=10)
    schedule.run_due()
    assert tries == ["try", "try"]
