"""What is left of a service in the stack once Argo CD has it: its AWS side, its namespace, and its record."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.services.argo_cd import ArgoCdSettings
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_on_aws

RELEASE = "kubernetes:helm.sh/v3:Release"
HANDED_OVER = "selfdriving:index:HandedOver"


def built(hand_over: str, last: dict[str, Any] | None = None) -> Cloud:
    settings = ServicesSettings.model_validate(
        {
            "externalDns": {"enabled": True, "hostedZoneIds": ["Z123456ABCDEFG"]},
            "verticalAutoscaler": {"enabled": True},
            "argoCd": {
                "enabled": True,
                "repository": "https://git.example.com/team/cluster",
                "handOver": hand_over,
            },
        }
    )
    return deploy(
        lambda: ClusterServices("more", settings, cluster_on_aws()).hand_over,
        outputs={"pulumi:pulumi:StackReference": {"outputs": last or {}}},
    )


def test_the_stack_installs_everything_until_something_is_handed_over() -> None:
    cloud = built("none")
    assert {release.name for release in cloud.of(RELEASE)} == {
        "more-argo-cd",
        "more-argo-cd-repository",
        "more-external-dns",
        "more-vertical-pod-autoscaler",
    }
    assert not any(release.request.retainOnDelete for release in cloud.of(RELEASE))
    assert cloud.of(HANDED_OVER) == []


def test_prepared_releases_are_left_running_when_the_stack_lets_go() -> None:
    cloud = built("prepared")
    assert {release.name for release in cloud.of(RELEASE) if release.request.retainOnDelete} == {
        "more-external-dns"
    }


def test_what_was_handed_over_is_recorded_as_its_release_was_told() -> None:
    before, after = built("prepared").named("more-external-dns"), built("done")
    (record,) = after.of(HANDED_OVER)
    assert record.name == "more-external-dns"
    assert record.inputs == {
        key: before.inputs[key]
        for key in ("name", "chart", "version", "repositoryOpts", "namespace", "values")
    }


def test_the_aws_side_and_the_namespace_stay_with_the_stack() -> None:
    kept = built("prepared").children("more") - {(RELEASE, "more-external-dns")}
    assert built("done").children("more") == {*kept, (HANDED_OVER, "more-external-dns")}


def test_argo_cd_and_what_others_wait_for_stay() -> None:
    assert {release.name for release in built("done").of(RELEASE)} == {
        "more-argo-cd",
        "more-argo-cd-repository",
        "more-vertical-pod-autoscaler",
    }


def test_the_stack_remembers_how_far_each_was() -> None:
    assert built("prepared").result == {"external-dns": "prepared"}
    assert built("done", {"handOver": {"external-dns": "prepared"}}).result == {"external-dns": "done"}


def test_a_step_that_would_do_harm_fails_the_update() -> None:
    with pytest.raises(pulumi.RunError, match="the stack has installed external-dns, and would uninstall"):
        built("done", {"handOver": {"external-dns": "none"}})


def test_nothing_is_handed_over_to_an_argo_cd_that_is_off() -> None:
    with pytest.raises(ValidationError, match="handOver must be none while Argo CD is off, and is done"):
        ArgoCdSettings.model_validate({"handOver": "done"})
