"""The dashboard shows, changes nothing, and is reached through a forwarded port with a short-lived token."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.endpoints import Token
from components.services.cluster_services import ClusterServices
from components.services.headlamp import HeadlampSettings
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere

RELEASE = "kubernetes:helm.sh/v3:Release"


def installed(**headlamp: Any) -> Cloud:
    settings = ServicesSettings.model_validate({"headlamp": {"enabled": True, **headlamp}})
    return deploy(lambda: dict(ClusterServices("more", settings, cluster_elsewhere()).commands))


def values(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = cloud.one(RELEASE).inputs["values"]
    return found


@pytest.fixture(scope="module")
def cloud() -> Cloud:
    return installed()


def test_its_token_may_read_and_nothing_else(cloud: Cloud) -> None:
    assert values(cloud)["clusterRoleBinding"] == {"create": True, "clusterRoleName": "view"}


def test_it_shows_the_nodes_which_belong_to_no_namespace(cloud: Cloud) -> None:
    (role,) = cloud.of("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")
    assert {"nodes", "persistentvolumes"} <= {
        resource for rule in role.inputs["rules"] for resource in rule["resources"]
    }
    assert {verb for rule in role.inputs["rules"] for verb in rule["verbs"]} == {"get", "list", "watch"}
    assert not any(
        "secrets" in rule["resources"] or "*" in rule["resources"] for rule in role.inputs["rules"]
    )
    (binding,) = cloud.of("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding")
    assert binding.inputs["roleRef"]["name"] == role.inputs["metadata"]["name"]
    account = values(cloud)["serviceAccount"]["name"]
    assert binding.inputs["subjects"] == [
        {"kind": "ServiceAccount", "name": account, "namespace": "headlamp"}
    ]


def test_a_stack_may_let_it_edit() -> None:
    assert values(installed(role="edit"))["clusterRoleBinding"]["clusterRoleName"] == "edit"


def test_nobody_becomes_cluster_admin_through_it() -> None:
    with pytest.raises(ValidationError, match="Input should be 'view', 'edit' or 'admin'"):
        HeadlampSettings.model_validate({"enabled": True, "role": "cluster-admin"})


def test_nobody_gets_in_without_a_token_of_their_own(cloud: Cloud) -> None:
    config = values(cloud)["config"]
    assert (config["unsafeUseServiceAccountToken"], config["sessionTTL"]) == (False, 3600)


def test_nothing_leads_to_it_from_outside(cloud: Cloud) -> None:
    found = values(cloud)
    assert found["service"] == {"type": "ClusterIP", "port": 80}
    assert found["ingress"] == {"enabled": False}


def test_its_pod_passes_the_restricted_standard(cloud: Cloud) -> None:
    found = values(cloud)
    assert found["podSecurityContext"] == {
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    context = found["securityContext"]
    assert context["runAsNonRoot"] is True
    assert context["allowPrivilegeEscalation"] is False
    assert context["readOnlyRootFilesystem"] is True
    assert context["capabilities"] == {"drop": ["ALL"]}
    namespace = cloud.one("kubernetes:core/v1:Namespace").inputs["metadata"]["labels"]
    assert namespace["pod-security.kubernetes.io/enforce"] == "restricted"


def test_it_may_write_to_its_scratch_volume_alone(cloud: Cloud) -> None:
    (mount,) = values(cloud)["volumeMounts"]
    (volume,) = values(cloud)["volumes"]
    assert (mount["name"], mount["mountPath"], volume["name"]) == ("scratch", "/tmp", "scratch")


def test_a_persons_commands_open_it_and_make_a_token_that_lives_for_an_hour(cloud: Cloud) -> None:
    assert cloud.result == {
        "dashboard": "kubectl -n headlamp port-forward svc/headlamp 4466:80",
        "dashboardToken": "kubectl -n headlamp create token headlamp --duration 60m",
    }


def test_a_token_lives_for_as_long_as_the_settings_say_and_for_a_working_day_at_most() -> None:
    assert installed(tokenMinutes=15).result["dashboardToken"].endswith("--duration 15m")
    with pytest.raises(ValidationError, match="less than or equal to 480"):
        HeadlampSettings.model_validate({"tokenMinutes": 481})


def test_its_endpoint_is_what_is_installed(cloud: Cloud) -> None:
    (endpoint,) = HeadlampSettings().endpoints()
    assert isinstance(endpoint.login, Token)
    release = cloud.one(RELEASE).inputs
    found = release["values"]
    assert (endpoint.namespace, endpoint.service, endpoint.login.account) == (
        release["namespace"],
        found["fullnameOverride"],
        found["serviceAccount"]["name"],
    )
    assert endpoint.port == found["service"]["port"]


def test_it_is_pinned(cloud: Cloud) -> None:
    release = cloud.one(RELEASE).inputs
    assert (release["chart"], release["version"]) == ("headlamp", "0.45.0")
    assert release["repositoryOpts"] == {"repo": "https://kubernetes-sigs.github.io/headlamp"}
