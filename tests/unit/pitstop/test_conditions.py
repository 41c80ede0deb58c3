from __future__ import annotations

import pytest
from pydantic import ValidationError

from pitstop.conditions import (
    NodeCondition,
    UnhealthyCondition,
    UnhealthyConditions,
    UnhealthyMatch,
    parse_condition,
)
from pitstop.durations import format_duration, parse_duration
from pitstop.settings import PlannerSettings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KernelDeadlock", UnhealthyCondition("KernelDeadlock", "True", 0.0)),
        ("Ready=Unknown,1h30m", UnhealthyCondition("Ready", "Unknown", 5400.0)),
    ],
)
def test_a_condition_is_written_as_draino_writes_it(text: str, expected: UnhealthyCondition) -> None:
    assert parse_condition(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Ready=Bad", "'Ready=Bad' asks for the status Bad: a condition is True, False or Unknown"),
        ("Ready=False", "'Ready=False' does not say for how long: write Ready=False,10m"),
        ("Ready=True,soon", "'soon' is not a length of time: write it like 30s, 10m or 1h30m"),
        ("Ready True", "'Ready True' is not a condition: write it like KernelDeadlock=True,1m"),
    ],
)
def test_a_bad_condition_is_refused_and_never_matches_nothing_in_silence(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        parse_condition(text)
    assert str(error.value) == message


def test_a_condition_reads_as_it_was_written() -> None:
    assert str(parse_condition("KernelDeadlock=True,1m30s")) == "KernelDeadlock=True,1m30s"


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90.0), ("1h30m", 5400.0), ("0s", 0.0), ("0", 0.0), ("0.5s", 0.5)]
)
def test_durations(text: object, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["10", "-5m", "", "5 m", 5, -1, True, None])
def test_what_is_not_a_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        parse_duration(text)


def test_a_duration_is_told_in_whole_seconds() -> None:
    assert [format_duration(seconds) for seconds in (0, 59.6, 3661)] == ["0s", "1m", "1h1m1s"]


def test_an_evaluation_holds_faults_readiness_and_the_last_change_to_good() -> None:
    wanted = UnhealthyConditions(
        [parse_condition("KernelDeadlock=True,1m"), parse_condition("Ready=False,5m")]
    )
    evaluation = wanted.evaluate(
        [
            NodeCondition("KernelDeadlock", "True", 10.0, 12.0),
            NodeCondition("Ready", "True", 20.0, 30.0),
            NodeCondition("Unwatched", "False", 40.0, 40.0),
        ]
    )
    assert evaluation == (
        (UnhealthyMatch(UnhealthyCondition("KernelDeadlock", "True", 60.0), 10.0, 12.0),),
        "True",
        20.0,
    )


def test_a_node_without_a_ready_condition_is_not_ready() -> None:
    assert UnhealthyConditions([]).evaluate([]).ready == "Unknown"


def test_the_defaults_are_those_that_the_documentation_lists() -> None:
    settings = PlannerSettings()
    waits = {f"{condition.type}={condition.status}": condition.wait for condition in settings.faults}
    assert {name for name, wait in waits.items() if wait == 60.0} == {
        "ReadonlyFilesystem=True",
        "XfsShutdown=True",
        "CperHardwareErrorFatal=True",
        "HardwareFailure=True",
        "KernelDeadlock=True",
    }
    assert {name for name, wait in waits.items() if wait == 300.0} == {
        "KubeletUnhealthy=True",
        "ContainerRuntimeUnhealthy=True",
    }
    assert len([wait for wait in waits.values() if wait == 600.0]) == 10
    assert [condition.type for condition in settings.alerts] == [
        "MemoryPressure",
        "DiskPressure",
        "PIDPressure",
        "NTPProblem",
    ]


@pytest.mark.parametrize(
    "settings",
    [
        {"faults": ["Ready=False,1m", "Ready=False,2m"]},
        {"faults": ["KernelDeadlock", "KernelDeadlock=True,0s"]},
        {"alerts": ["NTPProblem", "NTPProblem=True,1m"]},
        {"faults": ["NTPProblem=True,1m"], "alerts": ["NTPProblem"]},
    ],
)
def test_one_condition_is_not_named_twice_in_whatever_spelling(settings: dict[str, list[str]]) -> None:
    condition = str(parse_condition(settings["faults" if "faults" in settings else "alerts"][0]))
    with pytest.raises(ValidationError) as caught:
        PlannerSettings.model_validate(settings)
    (error,) = caught.value.errors()
    assert error["msg"] == (
        f"Value error, {condition.partition(',')[0]} is listed twice in faults and alerts: keep one of them"
    )


@pytest.mark.parametrize("load", ["MemoryPressure", "DiskPressure", "PIDPressure", "NTPProblem"])
def test_a_fault_that_is_named_stands_in_the_place_of_the_default_alert(load: str) -> None:
    wanted = PlannerSettings.model_validate({"faults": [f"{load}=True,10m"]}).unhealthy_conditions()
    (found,) = wanted.evaluate([NodeCondition(load, "True", 0.0, None)]).unhealthy
    assert found.condition == UnhealthyCondition(load, "True", 600.0, alert_only=False)
    others = {"MemoryPressure", "DiskPressure", "PIDPressure", "NTPProblem"} - {load}
    told = wanted.evaluate([NodeCondition(other, "True", 0.0, None) for other in others]).unhealthy
    assert [match.condition.alert_only for match in told] == [True, True, True]


def test_an_alert_that_is_named_stands_in_the_place_of_the_default_fault() -> None:
    wanted = PlannerSettings.model_validate({"alerts": ["KernelDeadlock=True,5m"]}).unhealthy_conditions()
    (found,) = wanted.evaluate([NodeCondition("KernelDeadlock", "True", 0.0, None)]).unhealthy
    assert found.condition == UnhealthyCondition("KernelDeadlock", "True", 300.0, alert_only=True)
