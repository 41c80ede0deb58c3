from __future__ import annotations

from pitstop.backoff import Backoff


def test_each_wait_is_twice_the_one_before_up_to_the_longest() -> None:
    backoff = Backoff(0.5, 3.0)
    waits: list[float] = []
    for _ in range(5):
        waits.append(backoff.after(waits[-1] if waits else None))
    assert waits == [0.5, 1.0, 2.0, 3.0, 3.0]
