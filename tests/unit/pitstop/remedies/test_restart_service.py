from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pitstop.model import Node, Phase
from pitstop.remedies.remedy import Outcome
from pitstop.remedies.restart_service import RestartService
from pitstop.remedies.target import CloudError, CommandResult
from pitstop.settings import PlannerSettings
from tests.unit.pitstop.fleets import (
    HOUR,
    MINUTE,
    NOON,
    decide,
    healthy,
    node,
    refusals,
    sick,
    steps,
    worked_on,
)
from tests.unit.pitstop.remedies.targets import RecordedTarget, do

ON = PlannerSettings.model_validate({"restart": {"enabled": True}})
DUE = NOON + 11 * MINUTE


def cordoned(condition: str = "KubeletUnhealthy", status: str = "True", **changes: Any) -> Node:
    return worked_on(sick(condition=condition, status=status, **changes), Phase.CORDONED)


def decided(patient: Node, now: float = DUE, settings: PlannerSettings = ON) -> list[tuple[str, str]]:
    return steps(decide(patient, *healthy(9), settings=settings, now=now))


@pytest.mark.parametrize(
    ("condition", "status", "step"),
    [
        ("KubeletUnhealthy", "True", "RestartService"),
        ("ContainerRuntimeUnhealthy", "True", "RestartService"),
        ("ContainerRuntimeReady", "False", "RestartService"),
        ("Ready", "Unknown", "RestartService"),
        ("KernelDeadlock", "True", "Drain"),
    ],
)
def test_a_service_is_restarted_before_the_drain_where_it_may_be_at_fault(
    condition: str, status: str, step: str
) -> None:
    assert decided(cordoned(condition, status)) == [(step, "n0")]


def test_it_is_off_by_default() -> None:
    assert decided(cordoned(), settings=PlannerSettings()) == [("Drain", "n0")]


def test_a_fault_that_no_restart_cures_is_not_waited_with() -> None:
    both = (*sick(condition="KubeletUnhealthy").unhealthy, *sick(condition="KernelDeadlock").unhealthy)
    assert decided(replace(cordoned(), unhealthy=both)) == [("Drain", "n0")]


def test_it_is_tried_once_a_day_at_most() -> None:
    assert decided(cordoned(tried=(("restartService", NOON - HOUR),))) == [("Drain", "n0")]
    assert decided(cordoned(tried=(("restartService", NOON - 24 * HOUR),))) == [("RestartService", "n0")]


def test_a_node_that_stays_unhealthy_is_drained_after_five_minutes() -> None:
    restarted = worked_on(
        sick(condition="KubeletUnhealthy", tried=(("restartService", DUE),)), "RestartingService", since=DUE
    )
    assert decided(restarted, now=DUE + 5 * MINUTE - 1) == []
    assert decided(restarted, now=DUE + 5 * MINUTE) == [("Drain", "n0")]


def test_a_node_that_gets_well_is_taken_back_and_its_pods_never_moved() -> None:
    cured = worked_on(node(quiet_since=DUE + 30), "RestartingService", since=DUE)
    assert decided(cured, now=DUE + 6 * MINUTE) == []
    assert decided(cured, now=DUE + 10 * MINUTE + 30) == [("Uncordon", "n0")]


def test_a_drain_that_was_given_up_is_not_followed_by_a_restart() -> None:
    blocked = worked_on(sick(condition="KubeletUnhealthy"), Phase.BLOCKED)
    assert decided(blocked, now=NOON + HOUR) == [("Drain", "n0")]


def test_it_waits_for_the_window_and_the_breaker() -> None:
    closed = PlannerSettings.model_validate(
        {"restart": {"enabled": True}, "windows": [{"days": ["Wed"], "start": "02:00", "end": "04:00"}]}
    )
    assert refusals(decide(cordoned(), *healthy(9), settings=closed, now=DUE)) == [
        ("RestartService", "n0", "OutsideWindow")
    ]
    storm = [sick(f"s{index}", unschedulable=True) for index in range(5)]
    told = refusals(decide(cordoned(), *storm, *healthy(5), settings=ON, now=DUE))
    assert ("RestartService", "n0", "BreakerOpenForGroup") in told


def test_it_is_noted_before_it_is_done_and_told_with_what_was_restarted() -> None:
    target = RecordedTarget(cordoned(), [CommandResult(True, "command c1 succeeded")])
    assert do(RestartService(), target) == Outcome("RestartingService", "kubelet restarted")
    assert target.done == [
        ("note", "RestartingService"),
        ("run", "set -eu", "systemctl restart kubelet", "sleep 5", "systemctl is-active kubelet", 60.0),
    ]


def test_the_runtime_is_restarted_with_the_kubelet_where_both_may_be_at_fault() -> None:
    both = (
        *sick(condition="KubeletUnhealthy").unhealthy,
        *sick(condition="ContainerRuntimeUnhealthy").unhealthy,
    )
    target = RecordedTarget(replace(cordoned(), unhealthy=both), [CommandResult(True, "")])
    assert do(RestartService(), target).detail == "containerd and kubelet restarted"
    assert "systemctl restart containerd kubelet" in target.done[1]


@pytest.mark.parametrize(
    "result", [CommandResult(False, "no agent"), CloudError("no agent")], ids=["failed", "not allowed"]
)
def test_whatever_goes_wrong_with_the_command_leads_to_the_next_remedy(result: object) -> None:
    assert do(RestartService(), RecordedTarget(cordoned(), [result])) == Outcome(None, "no agent")


def test_ssm_takes_no_timeout_under_thirty_seconds() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 30"):
        PlannerSettings.model_validate({"restart": {"commandTimeout": "29s"}})
