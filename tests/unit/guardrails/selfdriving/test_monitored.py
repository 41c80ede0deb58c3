"""What a detector really sets: shipped definitions that fire here, and definitions of one's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.selfdriving.conditions import ActedOn, acted_on
from guardrails.selfdriving.durations import seconds
from guardrails.selfdriving.monitored import monitored, set_conditions


def stack(settings: dict[str, Any] | None, *addons: str) -> Stack:
    values = {} if settings is None else {"settings": settings}
    chart = {"chart": "node-problem-detector", "values": values}
    release = Resource("kubernetes:helm.sh/v3:Release", "npd", "urn:npd", chart, {})
    installed = [Resource("aws:eks/addon:Addon", name, name, {"addonName": name}, {}) for name in addons]
    return Stack([release, *installed])


def conditions(settings: dict[str, Any] | None) -> list[str]:
    found = monitored(stack(settings))
    assert found is not None
    return [condition.type for condition in found]


def rules(*kinds: tuple[str, str]) -> str:
    return json.dumps({"rules": [{"type": kind, "condition": condition} for kind, condition in kinds]})


def test_the_charts_own_choice_watches_for_docker_and_not_for_deadlocks() -> None:
    assert conditions(None) == ["XfsShutdown", "CperHardwareErrorFatal", "CorruptDockerOverlay2"]


def test_only_a_listed_definition_with_a_permanent_rule_sets_its_condition() -> None:
    settings = {
        "log_monitors": ["/custom-config/kernel.json", "/config/readonly-monitor.json"],
        "custom_plugin_monitors": ["/custom-config/missing.json"],
        "custom_monitor_definitions": {
            "kernel.json": rules(("permanent", "KernelDeadlock"), ("temporary", "OOMKilling")),
            "unlisted.json": rules(("permanent", "XfsShutdown")),
        },
    }
    assert conditions(settings) == ["KernelDeadlock", "ReadonlyFilesystem"]


def test_a_definition_that_is_no_json_sets_nothing() -> None:
    settings = {
        "log_monitors": ["/custom-config/kernel.json"],
        "custom_monitor_definitions": {"kernel.json": "{not json"},
    }
    assert conditions(settings) == []


def test_the_agents_conditions_are_set_where_the_add_on_is() -> None:
    without = set_conditions(stack(None))
    with_agent = set_conditions(stack(None, "eks-node-monitoring-agent"))
    assert without is not None
    assert with_agent is not None
    assert with_agent - without == {
        "KernelReady",
        "NetworkingReady",
        "StorageReady",
        "ContainerRuntimeReady",
        "AcceleratedHardwareReady",
    }


@pytest.mark.parametrize(
    ("text", "status", "wait"),
    [
        ("KernelDeadlock", "True", 0.0),
        ("Ready=Unknown,10m", "Unknown", 600.0),
        ("Ready=False,1h30m", "False", 5400.0),
        ("Ready=Unknown,soon", "Unknown", None),
    ],
)
def test_a_condition_is_read_as_draino_reads_it(text: str, status: str, wait: float | None) -> None:
    assert acted_on(text, "values.conditions[0]") == ActedOn(
        text.partition("=")[0], status, wait, "values.conditions[0]"
    )


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0.0), ("500ms", 0.5), ("1h", 3600.0), ("10", None), ("", None)]
)
def test_durations_are_those_of_go(text: str, value: float | None) -> None:
    assert seconds(text) == value
