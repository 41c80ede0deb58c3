from typing import Any

import pytest
from pydantic import ValidationError

from components.observability.settings import ObservabilitySettings

SLACK = {"name": "team", "kind": "slack", "secret": "slack", "channel": "#alerts"}
HOOK = {"name": "hook", "kind": "webhook", "secret": "hook"}


def refused(settings: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        ObservabilitySettings.model_validate(settings)
    return {
        ".".join(map(str, error["loc"])): error["msg"].removeprefix("Value error, ")
        for error in caught.value.errors()
    }


def test_the_defaults_are_those_of_a_small_cluster() -> None:
    assert ObservabilitySettings().model_dump(mode="json", by_alias=True) == {
        "enabled": True,
        "storageClass": None,
        "prometheus": {"replicas": 1, "retentionDays": 15, "volumeGib": 50, "memoryGib": 2},
        "alertmanager": {"replicas": 1, "volumeGib": 2},
        "grafana": {"enabled": True, "volumeGib": 5},
        "receivers": [],
        "values": {},
    }


def test_production_has_two_that_remember_and_three_that_tell() -> None:
    settings = ObservabilitySettings.model_validate(
        {"prometheus": {"replicas": 2}, "alertmanager": {"replicas": 3}}
    )
    assert (settings.prometheus.replicas, settings.alertmanager.replicas) == (2, 3)


def test_two_alertmanagers_are_refused_because_they_cannot_agree() -> None:
    assert refused({"alertmanager": {"replicas": 2}}) == {"alertmanager.replicas": "Input should be 1 or 3"}


def test_slack_needs_a_channel() -> None:
    assert refused({"receivers": [{**SLACK, "channel": None}]}) == {
        "receivers.0": "must have a channel, such as '#alerts', because its kind is slack"
    }


def test_only_slack_has_channels() -> None:
    assert refused({"receivers": [{**HOOK, "channel": "#alerts"}]}) == {
        "receivers.0": "must not have a channel, because its kind is webhook; remove it"
    }


def test_two_receivers_of_one_name_are_refused() -> None:
    assert refused({"receivers": [HOOK, SLACK, HOOK]}) == {
        "receivers": "must give each receiver its own name; 2 are called hook"
    }
