"""A user's values go over the stack's, but not where it relies on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.charts import DRAINO, HEADLAMP
from components.extra_values import ChartValues, problems
from components.merged_values import laid_over
from components.remediation.settings import RemediationSettings
from components.secret_text import SecretText
from components.services.cluster_services import ClusterServices
from components.services.settings import ServicesSettings
from tests.unit.components.cloud import Cloud, Secret, deploy
from tests.unit.components.clusters import cluster_elsewhere
from tests.unit.components.everything import RELEASE, charts, everything

ELSEWHERE = ChartValues(HEADLAMP)
IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"


@pytest.fixture(scope="module")
def clouds() -> list[Cloud]:
    return everything()


def nested(path: str, value: object) -> dict[str, Any]:
    key, _, rest = path.partition("/")
    return {key: nested(rest, value) if rest else value}


def leaves(values: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from leaves(value, f"{path}/{key}" if path else key)
    else:
        yield path, values


def refused(extra: Mapping[str, Any], known: ChartValues = ELSEWHERE) -> list[tuple[str, str]]:
    return [("/".join(problem.path), problem.fix) for problem in problems(extra, known)]


def headlamp(**values: Any) -> Cloud:
    settings = ServicesSettings.model_validate({"headlamp": {"enabled": True, "values": values}})
    return deploy(lambda: ClusterServices("more", settings, cluster_elsewhere()).commands)


def test_blocks_are_merged_and_the_rest_is_replaced() -> None:
    ours = {"resources": {"requests": {"cpu": "1"}, "limits": {"memory": "1Gi"}}, "list": [1, 2], "kept": 1}
    assert laid_over(ours, {"resources": {"limits": {"memory": "2Gi"}}, "list": [3], "more": {"a": 1}}) == {
        "resources": {"requests": {"cpu": "1"}, "limits": {"memory": "2Gi"}},
        "list": [3],
        "kept": 1,
        "more": {"a": 1},
    }


def test_a_release_gets_them_over_its_own() -> None:
    values = headlamp(replicaCount=2, resources={"limits": {"memory": "1Gi"}}).one(RELEASE).inputs["values"]
    assert values["replicaCount"] == 2
    assert values["resources"] == {
        "requests": {"cpu": "20m", "memory": "64Mi"},
        "limits": {"memory": "1Gi"},
    }


def test_secret_text_stays_secret() -> None:
    values = headlamp(config={"oidc": {"clientSecret": SecretText("hush")}}).one(RELEASE).inputs["values"]
    assert values["config"]["oidc"] == {"clientSecret": Secret("hush")}


def test_a_program_can_give_an_output() -> None:
    def build() -> object:
        password = pulumi.Output.secret("hush")
        settings = ServicesSettings.model_validate(
            {"headlamp": {"enabled": True, "values": {"config": {"oidc": {"clientSecret": password}}}}}
        )
        return ClusterServices("more", settings, cluster_elsewhere()).commands

    values = deploy(build).one(RELEASE).inputs["values"]
    assert values["config"]["oidc"] == {"clientSecret": Secret("hush")}


def test_a_release_that_argo_cd_has_gets_them_too() -> None:
    settings = ServicesSettings.model_validate(
        {
            "argoCd": {"enabled": True, "repository": "https://git.example/x", "handOver": "done"},
            "headlamp": {"enabled": True, "values": {"replicaCount": 2}},
        }
    )
    cloud = deploy(
        lambda: ClusterServices("more", settings, cluster_elsewhere()).commands,
        outputs={"pulumi:pulumi:StackReference": {"outputs": {"handOver": {"headlamp": "done"}}}},
    )
    assert cloud.one("selfdriving:index:HandedOver").inputs["values"]["replicaCount"] == 2


def test_every_release_that_the_stack_installs_takes_values(clouds: list[Cloud]) -> None:
    installed = {release.inputs["name"] for cloud in clouds for release in cloud.of(RELEASE)}
    assert installed == set(charts())


def test_no_value_that_a_release_owns_can_be_set() -> None:
    for release, known in charts().items():
        for path in known.owned:
            assert [found for found, _ in refused(nested(path, "x"), known)] == [path], release


def test_no_block_around_a_value_that_a_release_owns_can_be_replaced() -> None:
    known = ChartValues(HEADLAMP, {"config/dns/server": "it is the cluster's"})
    assert refused({"config": 1}, known) == [
        ("config", "is the stack's; remove it: it is the cluster's"),
    ]
    assert refused({"config": {"dns": {"port": 53}, "log": 1}}, known) == []


def test_no_name_of_a_service_account_with_a_role_can_be_set(clouds: list[Cloud]) -> None:
    told = set()
    for cloud in clouds:
        for identity in cloud.of(IDENTITY):
            name = identity.name.removesuffix("-identity")
            for release in cloud.of(RELEASE):
                if release.name != name:
                    continue
                account = identity.inputs["serviceAccount"]
                known = charts()[release.inputs["name"]]
                for path, value in leaves(release.inputs["values"]):
                    if value == account and path.lower().endswith("serviceaccount/name"):
                        assert refused(nested(path, "another"), known) != []
                        told.add(release.inputs["name"])
    assert told == {"external-dns", "telemetry", "cluster-autoscaler", "karpenter"}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("fullnameOverride", "other parts of the stack find its objects by this name"),
        ("grafana/nameOverride", "other parts of the stack find its objects by this name"),
        ("rbac/serviceAccount/name", "its role is bound to the service account of this name"),
        ("grafana/rbac/create", "without its rights nothing of it works"),
        ("crds/keep", "resource definitions come and go with the stack"),
        ("metrics/serviceMonitor/enabled", "it follows observability.enabled"),
        (
            "server/image/tag",
            (
                "images are pinned with their chart in components/charts.py; "
                "a registry or repository may be set"
            ),
        ),
    ],
)
def test_what_charts_call_the_same_is_the_stack_s_in_each(path: str, why: str) -> None:
    assert refused(nested(path, "x")) == [(path, f"is the stack's; remove it: {why}")]


def test_an_image_can_come_from_a_registry_of_one_s_own() -> None:
    assert refused({"image": {"registry": "registry.example", "repository": "mirror/headlamp"}}) == []


def test_a_service_account_can_have_annotations() -> None:
    assert refused({"serviceAccount": {"annotations": {"a": "b"}}}) == []


def test_null_is_refused_because_it_would_change_nothing() -> None:
    assert refused({"a": {"b": None}}) == [
        ("a/b", "must have a value: null takes nothing away; remove it"),
    ]


def test_a_key_that_a_chart_of_this_repository_does_not_know_is_refused() -> None:
    assert refused({"replica": 3}, ChartValues(DRAINO)) == [
        ("replica", "is not a setting; did you mean replicas?")
    ]
    assert refused({"evict": {"all": True}}, ChartValues(DRAINO)) == [
        (
            "evict/all",
            ("is not a setting; the known ones here are emptyDirPods, statefulSetPods, unreplicatedPods"),
        )
    ]


def test_what_is_secret_or_an_output_is_left_to_helm() -> None:
    assert refused({"replicas": SecretText("x")}, ChartValues(DRAINO)) == []
    assert refused({"serviceMonitor": {"labels": [SecretText("x")]}}, ChartValues(DRAINO)) == []


def test_a_refusal_has_the_key_the_value_and_the_fix() -> None:
    with pytest.raises(ValidationError) as error:
        RemediationSettings.model_validate({"values": {"draino": {"dryRun": True}}})
    (details,) = error.value.errors(include_url=False)
    assert (details["loc"], details["input"], details["msg"]) == (
        ("values", "draino", "dryRun"),
        True,
        "is the stack's; remove it, and set remediation.dryRun",
    )


def test_where_there_are_several_releases_the_first_key_is_the_name_of_one() -> None:
    with pytest.raises(ValidationError) as error:
        RemediationSettings.model_validate({"values": {"dranio": {}, "pitstop": 3}})
    assert [(details["loc"], details["msg"]) for details in error.value.errors(include_url=False)] == [
        (
            ("values", "dranio"),
            "is no release; they are cluster-autoscaler, draino, node-problem-detector, pitstop",
        ),
        (("values", "pitstop"), "must be a block of keys and values"),
    ]
