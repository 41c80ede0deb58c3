"""Figures of the loop's benchmark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab.benchmark.measurement import Cost, Measurement, percentile

MEASUREMENT = Measurement(
    engine="pitstop",
    nodes=20,
    wait=5,
    boot=3,
    reactions=[0.1, 0.2, 0.4],
    cordoned=[5.5, 6.0],
    drained=[8.0],
    replaced=[12.0],
    whole=14.04,
    evictions_per_second=3.25,
    wrong_cordons=0,
    failed_steps=2,
    idle=Cost(20, 0.1, 40),
    busy=Cost(10, 1.0, 55),
    peak_memory_mb=101.6,
)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]

    assert percentile(values, 0.99) == 99
    assert percentile(values, 0.5) == 50
    assert percentile([7.0], 0.99) == 7


def test_a_percentile_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="a percentile needs values"):
        percentile([], 0.5)


def test_times_stand_beside_their_ratio_to_the_configured_waits() -> None:
    assert dict(MEASUREMENT.lines()) == {
        "reaction after the wait, median": "0.20 s",
        "reaction after the wait, 99th percentile": "0.40 s",
        "fault to cordoned, slowest": "6.0 s (1.20 x the waits)",
        "fault to drained, slowest": "8.0 s (1.60 x the waits)",
        "fault to fresh node Ready, slowest": "12.0 s (1.50 x the waits)",
        "first fault to all drained, all pods Ready": "14.0 s",
        "evictions": "3.2 a second",
        "wrong cordons": "0",
        "failed steps": "2",
        "idle": "5 m of a core, 2.0 requests a second",
        "while it works": "100 m of a core, 5.5 requests a second",
        "peak memory": "102 MB",
    }


def test_what_never_happened_is_said() -> None:
    assert dict(replace(MEASUREMENT, replaced=[]).lines())["fault to fresh node Ready, slowest"] == "never"
