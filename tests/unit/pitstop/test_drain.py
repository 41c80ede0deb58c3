from __future__ import annotations

from dataclasses import replace

import pytest

from pitstop.drain import Attempt, DrainStatus, Round, after_refusal, grace, next_round
from pitstop.pods import Pod
from pitstop.settings import DrainSettings

SETTINGS = DrainSettings()
POD = Pod(
    "shop", "web-1", "u1", "n0", "shop/ReplicaSet/web", ready=True, stays=False, grace=30.0, told_at=None
)
WORN = Attempt(900.0, 60.0, 960.0, "the budget allows none")


def judge(
    *pods: Pod, now: float, attempts: dict[str, Attempt] | None = None, dead: bool = False, since: float = 0.0
) -> Round:
    return next_round(pods, attempts or {}, dead=dead, since=since, settings=SETTINGS, now=now)


def test_an_empty_node_is_done() -> None:
    assert judge(now=0.0) == Round(DrainStatus.DONE, why="every pod has moved")


def test_a_pod_is_evicted_once_and_waited_for() -> None:
    assert judge(POD, now=0.0) == Round(DrainStatus.GOING_ON, (POD,))
    assert judge(replace(POD, told_at=0.0), now=29.0) == Round(DrainStatus.GOING_ON)


def test_a_pod_that_will_not_end_is_left_behind_after_its_grace_and_five_minutes() -> None:
    stuck = replace(POD, told_at=0.0)
    assert judge(stuck, now=329.0).status is DrainStatus.GOING_ON
    assert judge(stuck, now=330.0).status is DrainStatus.DONE


def test_a_long_grace_is_honoured_up_to_the_cap() -> None:
    assert grace(POD, SETTINGS) is None
    assert grace(replace(POD, grace=3600.0), SETTINGS) == 900


def test_a_refused_pod_is_tried_again_later_and_later() -> None:
    first = after_refusal(None, "no", None, SETTINGS, now=0.0)
    second = after_refusal(first, "no", None, SETTINGS, now=2.0)
    assert (first, second) == (Attempt(0.0, 2.0, 2.0, "no"), Attempt(2.0, 4.0, 6.0, "no"))
    assert judge(POD, now=5.9, attempts={"u1": second}).evict == ()
    assert judge(POD, now=6.0, attempts={"u1": second}).evict == (POD,)


def test_the_wait_has_a_limit_and_the_server_may_ask_for_more() -> None:
    assert after_refusal(Attempt(0.0, 50.0, 0.0, ""), "no", None, SETTINGS, now=0.0).wait == 60.0
    assert after_refusal(None, "no", 10.0, SETTINGS, now=0.0).wait == 10.0


def test_after_fifteen_minutes_of_refusals_the_drain_is_blocked() -> None:
    assert judge(POD, now=960.0, attempts={"u1": WORN}) == Round(
        DrainStatus.BLOCKED, why="an eviction was refused for 15m: the budget allows none"
    )
    nearly = replace(WORN, waited=899.0)
    assert judge(POD, now=960.0, attempts={"u1": nearly}) == Round(DrainStatus.GOING_ON, (POD,))


def test_a_time_in_which_nobody_tried_is_no_time_of_refusals() -> None:
    interrupted = after_refusal(None, "no", None, SETTINGS, now=0.0)
    assert judge(POD, now=5000.0, attempts={"u1": interrupted}) == Round(DrainStatus.GOING_ON, (POD,))
    again = after_refusal(interrupted, "no", None, SETTINGS, now=5000.0)
    assert judge(POD, now=5000.0, attempts={"u1": again}).status is DrainStatus.GOING_ON
    assert again.waited == 2.0


def test_a_clock_set_back_does_not_delay_a_retry() -> None:
    attempts = {"u1": Attempt(0.0, 2.0, 9002.0, "no")}
    assert judge(POD, now=0.0, attempts=attempts).evict == (POD,)


@pytest.mark.parametrize("attempts", [{}, {"u1": WORN}])
def test_on_a_dead_node_what_is_left_after_five_minutes_is_given_up(attempts: dict[str, Attempt]) -> None:
    assert judge(POD, now=299.0, dead=True, attempts=attempts).status is DrainStatus.GOING_ON
    assert judge(POD, now=300.0, dead=True, attempts=attempts) == Round(
        DrainStatus.DONE, why="1 pods are stuck on a node that is gone", left=1
    )
