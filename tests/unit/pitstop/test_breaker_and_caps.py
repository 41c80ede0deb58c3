from __future__ import annotations

import pytest

from pitstop.breaker import advance, over_limit
from pitstop.caps import cordon_cap, recent
from pitstop.model import BreakerState, PendingReschedule, ReplicaCount, ScopeKind, State
from pitstop.settings import BreakerSettings, DrainSettings, WindowSettings
from pitstop.spacing import settled, unsettled
from pitstop.windows import is_open

LIMITS = BreakerSettings()
TUESDAY_2213 = 1_700_000_000.0


@pytest.mark.parametrize(
    ("kind", "bad", "total", "over"),
    [
        (ScopeKind.GROUP, 1, 1, False),
        (ScopeKind.GROUP, 2, 5, True),
        (ScopeKind.GROUP, 2, 10, False),
        (ScopeKind.GROUP, 3, 10, True),
        (ScopeKind.CLUSTER, 20, 100, False),
        (ScopeKind.CLUSTER, 21, 100, True),
        (ScopeKind.ZONE, 2, 2, False),
        (ScopeKind.ZONE, 3, 5, True),
        (ScopeKind.ZONE, 54, 100, False),
        (ScopeKind.ZONE, 55, 100, True),
    ],
)
def test_how_much_is_too_much(kind: ScopeKind, bad: int, total: int, *, over: bool) -> None:
    assert over_limit(kind, bad, total, LIMITS) is over


def test_a_breaker_opens_calms_tries_and_closes() -> None:
    opened = advance(None, over=True, now=0.0, resume_after=300.0)
    assert opened == BreakerState()
    calm = advance(opened, over=False, now=10.0, resume_after=300.0)
    assert calm == BreakerState(calm_since=10.0)
    assert advance(calm, over=False, now=309.0, resume_after=300.0) == calm
    trial = advance(calm, over=False, now=310.0, resume_after=300.0)
    assert trial == BreakerState(half_open=True, calm_since=310.0)
    assert advance(trial, over=False, now=609.0, resume_after=300.0) == trial
    assert advance(trial, over=False, now=610.0, resume_after=300.0) is None


@pytest.mark.parametrize(
    "before", [None, BreakerState(calm_since=5.0), BreakerState(half_open=True, calm_since=5.0)]
)
def test_a_new_storm_opens_it_from_every_state(before: BreakerState | None) -> None:
    assert advance(before, over=True, now=6.0, resume_after=300.0) == BreakerState()


def test_a_clock_set_back_starts_the_wait_again() -> None:
    assert advance(BreakerState(calm_since=1000.0), over=False, now=10.0, resume_after=300.0) == BreakerState(
        calm_since=10.0
    )


@pytest.mark.parametrize(("total", "cap"), [(1, 1), (10, 1), (11, 2), (30, 3), (1000, 100), (0, 0)])
def test_a_tenth_rounded_up_may_be_cordoned(total: int, cap: int) -> None:
    assert cordon_cap(0.1, total) == cap


def test_drain_starts_are_forgotten_after_an_hour_and_those_from_the_future_are_not() -> None:
    assert recent((0.0, 1.0, 9000.0), now=3600.0) == (1.0, 3600.0)


ENTRY = PendingReschedule("workers", "n0", 0.0, (("web", 3), ("api", 1)))


@pytest.mark.parametrize(
    ("counts", "now", "done"),
    [
        ({"web": ReplicaCount(3, 3), "api": ReplicaCount(1, 1)}, 1.0, True),
        ({"web": ReplicaCount(3, 3), "api": ReplicaCount(0, 1)}, 1.0, False),
        ({"web": ReplicaCount(3, 3)}, 1.0, False),
        ({"web": ReplicaCount(2, 2), "api": ReplicaCount(1, 1)}, 119.0, False),
        ({"web": ReplicaCount(2, 2), "api": ReplicaCount(1, 1)}, 120.0, True),
        ({"web": ReplicaCount(2, 3), "api": ReplicaCount(1, 1)}, 1799.0, False),
        ({"web": ReplicaCount(2, 3), "api": ReplicaCount(1, 1)}, 1800.0, True),
    ],
    ids=["all back", "one missing", "one gone", "scaled down just now", "scaled down", "pending", "given up"],
)
def test_moved_pods_are_waited_for(counts: dict[str, ReplicaCount], now: float, *, done: bool) -> None:
    assert settled(ENTRY, counts, now, timeout=1800.0) is done


def test_a_drain_that_runs_holds_its_place_whatever_its_pods_do() -> None:
    counts = {"web": ReplicaCount(3, 3), "api": ReplicaCount(1, 1)}
    state = State(pending_reschedules=(ENTRY,))
    assert unsettled(state, counts, {"n0"}, DrainSettings(), 1.0) == (ENTRY,)
    assert unsettled(state, counts, set(), DrainSettings(), 1.0) == ()


@pytest.mark.parametrize(
    ("days", "start", "end", "timezone", "opened"),
    [
        (("Tue",), "22:00", "23:00", "UTC", True),
        (("Tue",), "22:14", "23:00", "UTC", False),
        (("Wed",), "22:00", "23:00", "UTC", False),
        (("Tue",), "22:00", "02:00", "UTC", True),
        (("Tue",), "22:00", "00:00", "Europe/Berlin", True),
        (("Wed",), "07:00", "08:00", "Asia/Tokyo", True),
        (("Tue",), "20:00", "08:00", "Asia/Tokyo", True),
        (("Wed",), "20:00", "08:00", "Asia/Tokyo", False),
    ],
)
def test_windows(days: tuple[str, ...], start: str, end: str, timezone: str, *, opened: bool) -> None:
    window = WindowSettings.model_validate({"days": days, "start": start, "end": end, "timezone": timezone})
    assert is_open([window], TUESDAY_2213) is opened


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="'Mars/Olympus' is no time zone: use a name such as Europe/Berlin"):
        WindowSettings.model_validate({"start": "01:00", "end": "02:00", "timezone": "Mars/Olympus"})


def test_a_time_without_quotes_is_refused_because_yaml_makes_it_a_number() -> None:
    with pytest.raises(ValueError, match="1320 is no time of day: write it in quotes, such as '22:00'"):
        WindowSettings.model_validate({"start": 1320, "end": "23:00"})
