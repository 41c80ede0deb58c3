"""Actions run when they are due, in order, and again while the API server is away."""

from __future__ import annotations

import pytest
import requests

from lab.api import ApiError
from lab.process import wait_until
from lab.schedule import Schedule


def test_what_is_due_runs_in_order_and_what_is_not_waits() -> None:
    schedule, done = Schedule(), []
    schedule.after(3600, lambda: done.append("later"))
    schedule.after(0, lambda: done.append("first"))
    schedule.after(0, lambda: done.append("second"))

    schedule.run_due()
    assert done == ["first", "second"]


@pytest.mark.parametrize(
    "trouble", [requests.ConnectionError(), ApiError(500, "etcdserver: request timed out"), ApiError(429, "")]
)
def test_an_action_that_finds_the_api_server_away_or_overloaded_is_tried_again(trouble: Exception) -> None:
    schedule, tries = Schedule(), []

    def action() -> None:
        tries.append("try")
        if len(tries) == 1:
            raise trouble

    schedule.after(0, action)

    def tried_twice() -> bool:
        schedule.run_due()
        return len(tries) == 2

    wait_until("a second try", tried_twice, timeout=10)
    schedule.run_due()
    assert tries == ["try", "try"]


def test_what_the_api_server_refuses_is_an_error() -> None:
    def action() -> None:
        raise ApiError(403, "no")

    schedule = Schedule()
    schedule.after(0, action)
    with pytest.raises(ApiError, match="403: no"):
        schedule.run_due()
