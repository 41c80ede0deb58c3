"""Objects and releases: what an API server and helm would refuse, and what they would add."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.cloud.records import Records
from sandbox.kubernetes.cluster import KubernetesCluster, forget_cluster
from sandbox.kubernetes.provider import KubernetesProvider
from sandbox.wire.diff import Change, PropertyChange
from sandbox.wire.provider import Candidate, Existing, Failure, RefusalError
from sandbox.wire.values import UNKNOWN, Properties

NAMESPACE = "kubernetes:core/v1:Namespace"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
RELEASE = "kubernetes:helm.sh/v3:Release"
REPOSITORY = {"repo": "https://charts.example.com"}


def kubeconfig(server: str) -> str:
    return json.dumps(
        {
            "current-context": "aws",
            "contexts": [{"name": "aws", "context": {"cluster": "it"}}],
            "clusters": [{"name": "it", "cluster": {"server": server}}],
        }
    )


class Api:
    """One cluster, driven as the engine would."""

    def __init__(self, project: Path) -> None:
        self.records = Records()
        self.provider = KubernetesProvider(self.records, project)
        self.cluster: KubernetesCluster = self.provider.configure({"kubeconfig": kubeconfig("https://one")})

    def inputs(self, token: str, **given: Any) -> Properties:
        checked = self.provider.check(self.cluster, Candidate(token, "It", {}, given, b"seed"))
        assert list(checked.failures) == []
        return checked.inputs

    def create(self, token: str, **given: Any) -> Existing:
        inputs = self.inputs(token, **given)
        physical, outputs = self.provider.create(self.cluster, token, inputs)
        return Existing(physical, inputs, outputs)

    def namespace(self, name: str) -> Existing:
        return self.create(NAMESPACE, metadata={"name": name})


@pytest.fixture
def api(tmp_path: Path) -> Api:
    return Api(tmp_path)


def test_an_object_gets_a_name_and_a_namespace(api: Api) -> None:
    inputs = api.inputs(CONFIG_MAP, data={"a": "b"})
    assert inputs["metadata"] == {
        "name": "it-19b25856",
        "namespace": "default",
        "annotations": {"pulumi.com/autoNamed": "true"},
    }
    assert (inputs["apiVersion"], inputs["kind"]) == ("v1", "ConfigMap")


def test_a_kind_without_namespaces_gets_none(api: Api) -> None:
    assert "namespace" not in api.inputs("kubernetes:storage.k8s.io/v1:StorageClass")["metadata"]


def test_a_kind_that_is_not_the_type_s_is_a_failure(api: Api) -> None:
    checked = api.provider.check(api.cluster, Candidate(CONFIG_MAP, "it", {}, {"kind": "Secret"}, b""))
    assert checked.failures == [
        Failure("kind", "kubernetes:core/v1:ConfigMap 'it': kind is 'Secret', but the type's is 'ConfigMap'")
    ]


def test_a_custom_resource_says_itself_what_it_is(api: Api) -> None:
    made = api.create(
        "kubernetes:monitoring.coreos.com/v1:ServiceMonitor", metadata={"name": "a", "namespace": "default"}
    )
    assert made.physical == "default/a"
    assert made.outputs["kind"] == "ServiceMonitor"


def test_a_preview_knows_no_uid_and_no_status(api: Api) -> None:
    inputs = api.inputs(NAMESPACE, metadata={"name": "a"})
    planned = api.provider.plan_create(api.cluster, NAMESPACE, inputs)
    assert planned["metadata"]["name"] == "a"
    assert planned["metadata"]["uid"] is UNKNOWN
    assert planned["status"] is UNKNOWN


def test_an_object_needs_its_namespace(api: Api) -> None:
    with pytest.raises(RefusalError, match='namespaces "lost" not found'):
        api.create(CONFIG_MAP, metadata={"name": "a", "namespace": "lost"})
    api.namespace("lost")
    assert api.create(CONFIG_MAP, metadata={"name": "a", "namespace": "lost"}).physical == "lost/a"


def test_an_object_exists_once(api: Api) -> None:
    api.create(CONFIG_MAP, metadata={"name": "a"})
    with pytest.raises(RefusalError, match='configmaps "a" already exists'):
        api.create(CONFIG_MAP, metadata={"name": "a"})


def test_a_patch_needs_what_it_patches(api: Api) -> None:
    api.create("kubernetes:core/v1:NamespacePatch", kind="Namespace", metadata={"name": "kube-system"})
    with pytest.raises(RefusalError, match='namespaces "lost" not found: a patch needs'):
        api.create("kubernetes:core/v1:NamespacePatch", kind="Namespace", metadata={"name": "lost"})


def test_a_namespace_takes_its_contents_along(api: Api) -> None:
    namespace = api.namespace("shop")
    api.create(CONFIG_MAP, metadata={"name": "a", "namespace": "shop"})
    api.provider.delete(api.cluster, NAMESPACE, namespace)
    assert api.records.counts() == {}


def test_two_clusters_do_not_see_each_other(api: Api) -> None:
    api.namespace("shop")
    other = api.provider.configure({"kubeconfig": kubeconfig("https://two")})
    assert not other.has_namespace("shop")
    forget_cluster(api.records, "https://one")
    assert api.records.counts() == {}


def test_another_cluster_replaces_everything_and_another_kubeconfig_nothing(api: Api) -> None:
    one, two = ({"kubeconfig": kubeconfig(server)} for server in ("https://one", "https://two"))
    (change,) = api.provider.diff_config(one, two).changes
    assert change == PropertyChange("kubeconfig", Change.UPDATE, replaces=True)
    assert api.provider.diff_config(one, one | {"context": "aws"}).changes == ()


def test_a_kubeconfig_that_points_nowhere_is_refused(api: Api) -> None:
    with pytest.raises(
        RefusalError, match="kubeconfig of the kubernetes provider has no usable current context"
    ):
        api.provider.configure({"kubeconfig": "{}"})


def test_a_remote_chart_must_be_pinned(api: Api) -> None:
    with pytest.raises(RefusalError, match="the chart prometheus has no version"):
        api.create(RELEASE, chart="prometheus", repositoryOpts=REPOSITORY)
    with pytest.raises(RefusalError, match="the chart prometheus has no repository"):
        api.create(RELEASE, chart="prometheus", version="1.0.0")


def test_a_release_is_recorded_as_deployed(api: Api) -> None:
    release = api.create(RELEASE, name="a", chart="oci://example.com/charts/b", version="1.2.3")
    assert release.physical == "default/a"
    assert release.outputs["status"] == {
        "appVersion": "",
        "chart": "b",
        "name": "a",
        "namespace": "default",
        "revision": 1,
        "status": "deployed",
        "version": "1.2.3",
    }


def test_a_changed_release_is_a_new_revision(api: Api) -> None:
    release = api.create(RELEASE, name="a", chart="oci://example.com/b", version="1.2.3")
    changed = api.provider.update(api.cluster, RELEASE, release, release.inputs | {"version": "1.2.4"})
    assert (changed["status"]["revision"], changed["status"]["version"]) == (2, "1.2.4")


def test_a_release_s_name_is_used_once(api: Api) -> None:
    api.create(RELEASE, name="a", chart="oci://example.com/b", version="1.2.3")
    with pytest.raises(RefusalError, match="cannot re-use a name that is still in use"):
        api.create(RELEASE, name="a", chart="oci://example.com/c", version="1.2.3")


def test_a_release_needs_its_namespace_or_makes_it(api: Api) -> None:
    given = {"name": "a", "namespace": "lost", "chart": "oci://example.com/b", "version": "1.2.3"}
    with pytest.raises(RefusalError, match='namespaces "lost" not found'):
        api.create(RELEASE, **given)
    assert api.create(RELEASE, **given, createNamespace=True).physical == "lost/a"


def test_a_chart_that_is_not_there_is_refused(api: Api) -> None:
    with pytest.raises(RefusalError, match=r"there is no chart at \./charts/none"):
        api.create(RELEASE, name="a", chart="./charts/none")
