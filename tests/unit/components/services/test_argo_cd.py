"""The cluster follows one folder of one repository, and takes nothing from elsewhere."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.handles import NO_MONITORING, MonitoringHandle
from components.services.argo_cd import ArgoCdSettings
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_on_aws

REPOSITORY = "https://git.example.com/team/cluster"


def installed(*, watched: bool = False, **written: Any) -> Cloud:
    settings = ServicesSettings.model_validate(
        {"argoCd": {"enabled": True, "repository": REPOSITORY, **written}}
    )

    def build() -> dict[str, str]:
        monitoring = MonitoringHandle(
            pulumi.Output.from_input("monitoring"), labels={"release": "watch"}, requires=[]
        )
        return dict(
            ClusterServices(
                "more", settings, cluster_on_aws(), monitoring=monitoring if watched else NO_MONITORING
            ).commands
        )

    return deploy(build)


def values(cloud: Cloud, name: str = "more-argo-cd") -> dict[str, Any]:
    found: dict[str, Any] = cloud.named(name).inputs["values"]
    return found


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return installed()


def test_it_follows_the_folder_that_was_named() -> None:
    followed = values(installed(path="apps", revision="v2"), "more-argo-cd-repository")
    assert followed["applications"]["root"]["source"] == {
        "repoURL": REPOSITORY,
        "targetRevision": "v2",
        "path": "apps",
        "directory": {"recurse": True},
    }


def test_what_is_taken_out_is_removed_and_what_is_changed_is_changed_back(cloud: Cloud) -> None:
    policy = values(cloud, "more-argo-cd-repository")["applications"]["root"]["syncPolicy"]
    assert policy["automated"] == {"prune": True, "selfHeal": True}


def test_nothing_comes_from_another_repository(cloud: Cloud) -> None:
    followed = values(cloud, "more-argo-cd-repository")
    (project,) = followed["projects"].values()
    assert project["sourceRepos"] == [REPOSITORY]
    assert followed["applications"]["root"]["project"] in followed["projects"]


def test_what_it_follows_waits_for_its_definitions(cloud: Cloud) -> None:
    assert "more-argo-cd" in cloud.named("more-argo-cd-repository").dependencies
    assert cloud.named("more-argo-cd").dependencies == {"more-argocd-namespace", "nodes"}


def test_it_can_be_turned_off_with_nobody_left_to_wait_for(cloud: Cloud) -> None:
    assert values(cloud, "more-argo-cd-repository")["applications"]["root"]["finalizers"] == []
    assert values(cloud)["crds"] == {"install": True, "keep": False}


def test_nothing_leads_to_it_from_outside_and_nobody_gets_a_terminal(cloud: Cloud) -> None:
    found = values(cloud)
    assert found["server"]["service"] == {"type": "ClusterIP"}
    assert found["server"]["ingress"] == {"enabled": False}
    assert found["configs"]["cm"]["exec.enabled"] is False


@pytest.mark.parametrize("part", ["controller", "server", "repoServer"])
def test_prometheus_finds_it_where_there_is_one(part: str) -> None:
    assert values(installed(watched=True))[part]["metrics"] == {
        "enabled": True,
        "serviceMonitor": {"enabled": True, "additionalLabels": {"release": "watch"}},
    }
    assert values(installed())[part]["metrics"]["serviceMonitor"]["enabled"] is False


def test_a_persons_commands_open_it_and_tell_the_first_password(cloud: Cloud) -> None:
    assert cloud.result == {
        "gitops": "kubectl -n argocd port-forward svc/argocd-server 8080:443",
        "gitopsPassword": (
            "kubectl -n argocd get secret argocd-initial-admin-secret "
            "-o jsonpath='{.data.password}' | base64 -d"
        ),
    }


def test_both_releases_are_pinned(cloud: Cloud) -> None:
    pinned = {
        (release.inputs["chart"], release.inputs["version"])
        for release in cloud.of("kubernetes:helm.sh/v3:Release")
    }
    assert pinned == {("argo-cd", "10.1.1"), ("argocd-apps", "2.0.2")}


def test_its_namespace_refuses_less_secure_pods(cloud: Cloud) -> None:
    labels = cloud.named("more-argocd-namespace").inputs["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"enabled": True}, "repository must be the URL of the repository"),
        ({"repository": "https://me:secret@git.example.com/x"}, "String should match pattern"),
        ({"repository": "git.example.com/x"}, "String should match pattern"),
        ({"path": "/apps"}, "String should match pattern"),
    ],
    ids=str,
)
def test_what_can_not_be_followed_is_refused(written: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ArgoCdSettings.model_validate(written)
