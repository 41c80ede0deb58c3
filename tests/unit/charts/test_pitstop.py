"""pitstop's chart, rendered by the real helm; that it runs is tested on a real API server."""

from __future__ import annotations

from typing import Any

import pytest

from pitstop.config import PitstopSettings
from pitstop.shell.webhook import SECRET
from tests.unit.charts.conftest import Refusal, Render

IMAGE = {"repository": "r.example/pitstop", "tag": "v1"}


@pytest.mark.parametrize(
    ("settings", "twice"),
    [
        ({"faults": ["Ready=False,1m", "Ready=False,2m"]}, "Ready=False"),
        ({"faults": ["KernelDeadlock", "KernelDeadlock=True,0s"]}, "KernelDeadlock=True"),
        ({"faults": ["NTPProblem=True,1m"], "alerts": ["NTPProblem"]}, "NTPProblem=True"),
    ],
)
def test_a_condition_that_is_named_twice_is_refused_as_pitstop_refuses_it(
    settings: dict[str, Any], twice: str, refusal: Refusal
) -> None:
    told = refusal("pitstop", {"image": IMAGE, "settings": settings})
    message = f"{twice} is listed twice in faults and alerts: keep one of them"
    assert f"settings: {message}" in told
    with pytest.raises(ValueError, match=message):
        PitstopSettings.model_validate(settings)


def test_a_fault_may_be_named_that_is_an_alert_by_default(render: Render) -> None:
    settings = {"faults": ["NTPProblem=True,1m", "Ready=False,1m", "Ready=Unknown,1m"]}
    assert render("pitstop", image=IMAGE, settings=settings).kinds().count("Deployment") == 1
    assert PitstopSettings.model_validate(settings).alerts == PitstopSettings().alerts


def test_the_webhooks_token_comes_from_a_secret_and_is_in_no_value(render: Render) -> None:
    deployment = render("pitstop", image=IMAGE, webhookSecret={"name": "repair"}).one("Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert {"name": SECRET, "valueFrom": {"secretKeyRef": {"name": "repair", "key": "token"}}} in container[
        "env"
    ]


def test_without_a_secret_no_token_is_looked_for(render: Render) -> None:
    deployment = render("pitstop", image=IMAGE).one("Deployment")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert [variable["name"] for variable in container["env"]] == ["POD_NAME"]
