"""What a stack file may say in pitstop's own words; the other side is pitstop itself."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from components.contract import contract
from components.merged_values import laid_over
from components.remediation.pitstop_settings import OF_THE_STACK, checked
from pitstop.config import PitstopSettings
from settings.errors import from_validation
from settings.model import StackSettings

BREAKER = "atLeast, clusterShare, groupShare, resumeAfter, zoneAtLeast, zoneShare"
KEY = "remediation.pitstop.settings"


def told(settings: dict[str, Any], **remediation: Any) -> dict[str, str]:
    """Key below the settings -> what a person reads, by all that is wrong."""
    block = {"pitstop": {"settings": settings}, **remediation}
    with pytest.raises(ValidationError) as caught:
        StackSettings.model_validate({"remediation": block})
    problems = from_validation(StackSettings, caught.value)
    return {problem.key.removeprefix(f"{KEY}."): problem.fix for problem in problems}


@pytest.mark.parametrize(
    ("settings", "key", "fix"),
    [
        ({"capz": {}}, "capz", "is not a setting; did you mean caps?"),
        (
            {"caps": {"drainsperhour": 2}},
            "caps.drainsperhour",
            "is not a setting; did you mean drainsPerHour?",
        ),
        (
            {"breaker": {"x": 1}},
            "breaker.x",
            f"is not a setting; the known ones here are {BREAKER}",
        ),
        ({"caps": 2}, "caps", "must be a block of keys and values"),
        ({"caps": {"drainsPerHour": 0}}, "caps.drainsPerHour", "must be at least 1"),
        ({"caps": {"drainsPerHour": 1.5}}, "caps.drainsPerHour", "must be a whole number"),
        ({"breaker": {"groupShare": 0}}, "breaker.groupShare", "must be more than 0"),
        ({"breaker": {"groupShare": 1.1}}, "breaker.groupShare", "must be at most 1"),
        ({"tick": 1}, "tick", "must be text; put it in quotes if it looks like a number"),
        ({"tick": "1"}, "tick", "must be a duration in hours, minutes and seconds, such as 10m or 1m30s"),
        ({"tick": "10000h"}, "tick", "must be a duration of at most a year, 8784h"),
        ({"tick": "0.1ms"}, "tick", "must be a duration in whole milliseconds, such as 1500ms"),
        ({"drain": {"outOfService": "no"}}, "drain.outOfService", "must be one of confirmed, assumed, never"),
        ({"alerts": "NTPProblem"}, "alerts", "must be a list"),
        (
            {"alerts": ["NTPProblem=True"]},
            "alerts[0]",
            "does not say for how long; write NTPProblem=True,10m",
        ),
        (
            {"alerts": ["NTPProblem=true,1m"]},
            "alerts[0]",
            "has the status 'true', which must be True, False or Unknown",
        ),
        (
            {"alerts": ["NTPProblem", "NTPProblem=True,1m"]},
            "alerts[1]",
            "is NTPProblem=True,0s again; drop one of them",
        ),
        ({"windows": [{"end": "05:00"}]}, "windows[0].start", "is required; set it"),
        (
            {"windows": [{"start": 1320, "end": "05:00"}]},
            "windows[0].start",
            "must be text; put it in quotes if it looks like a number",
        ),
        (
            {"windows": [{"start": "24:00", "end": "05:00"}]},
            "windows[0].start",
            "must be written like '22:00'",
        ),
        (
            {"windows": [{"start": "22:00", "end": "05:00", "timezone": "Berlin"}]},
            "windows[0].timezone",
            "must be the name of a time zone, such as Europe/Berlin",
        ),
        (
            {"lease": {"duration": "5s"}},
            "lease",
            "must have retry shorter than renewDeadline shorter than duration, and has 2s, 10s, 5s",
        ),
    ],
)
def test_what_pitstop_would_refuse_is_told_at_its_key(settings: dict[str, Any], key: str, fix: str) -> None:
    assert told(settings) == {key: fix}
    with pytest.raises(ValidationError):
        PitstopSettings.model_validate(settings)


@pytest.mark.parametrize(
    ("settings", "key", "fix"),
    [
        ({"cluster": "other"}, "cluster", "is the cluster's own name; remove it"),
        ({"namespace": "x"}, "namespace", "is where the stack installs pitstop; remove it"),
        ({"name": "x"}, "name", "is the name of pitstop's release; remove it"),
        ({"faults": []}, "faults", "is what remediation.conditions says; write it there"),
        ({"dryRun": True}, "dryRun", "is what remediation.dryRun says; write it there"),
        (
            {"reboot": {"enabled": True, "timeout": "5m"}},
            "reboot.enabled",
            "is what remediation.pitstop.reboot says; write it there",
        ),
        (
            {"replace": {"tag": "x"}},
            "replace.tag",
            "is the tag that pitstop's IAM policy asks for, eks:cluster-name; remove it",
        ),
    ],
)
def test_what_the_stack_decides_is_refused_by_name(settings: dict[str, Any], key: str, fix: str) -> None:
    assert told(settings) == {key: fix}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    settings = {"dryRun": True, "caps": {"drainsPerHour": 0, "x": 1}, "tick": "soon"}
    assert list(told(settings)) == ["dryRun", "caps.drainsPerHour", "caps.x", "tick"]
    assert len(told(settings, dryRun="maybe")) == 5


def test_a_fault_and_an_alert_are_not_the_same_condition() -> None:
    assert told({"alerts": ["NTPProblem"]}, conditions=["NTPProblem=True,10m"]) == {
        "remediation": (
            "must name NTPProblem=True,10m once, in conditions or in pitstop.settings.alerts; "
            "drop one of them"
        )
    }


def test_pitstops_own_defaults_are_settings_that_it_takes() -> None:
    """Each default is written as a person would write it, and is right by the schema that shows it."""
    schema = deepcopy(contract()["settings"])
    blocks = {key: block.get("default") for key, block in schema["properties"].items()}
    for *above, key in (*OF_THE_STACK, ("replace", "strategy")):
        block = blocks[above[0]] if above else blocks
        block.pop(key, None)
    assert checked(blocks) == blocks
    assert PitstopSettings.model_validate(blocks) == PitstopSettings.model_validate(
        {"alerts": blocks["alerts"]}
    )


def test_blocks_are_merged_and_what_is_decided_stays() -> None:
    merged = laid_over(
        {"replace": {"timeout": "2h", "strategy": "leave"}, "caps": {"drainsPerHour": 2}, "dryRun": True},
        {"replace": {"strategy": "owner"}, "dryRun": False},
    )
    assert merged == {
        "replace": {"timeout": "2h", "strategy": "owner"},
        "caps": {"drainsPerHour": 2},
        "dryRun": False,
    }
