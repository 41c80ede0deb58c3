"""Which cluster a provider's settings point at."""

import json

import pytest

from sandbox.cloud.records import Records
from sandbox.kubernetes.cluster import cluster_of
from sandbox.wire.provider import RefusalError

KUBECONFIG = {
    "current-context": "here",
    "contexts": [{"name": "here", "context": {"cluster": "c"}}],
    "clusters": [{"name": "c", "cluster": {"server": "https://c.example"}}],
}


def test_a_kubeconfig_names_its_cluster_by_the_server() -> None:
    assert cluster_of({"kubeconfig": json.dumps(KUBECONFIG)}, Records()).server == "https://c.example"


def test_a_file_s_path_is_a_cluster_of_its_own_and_is_not_read() -> None:
    assert cluster_of({"kubeconfig": "/home/somebody/.kube/config"}, Records()).server == (
        "/home/somebody/.kube/config"
    )


def test_without_a_kubeconfig_it_is_the_one_around() -> None:
    assert cluster_of({}, Records()).server == "ambient"


def test_a_kubeconfig_without_a_context_is_refused() -> None:
    with pytest.raises(RefusalError, match="no usable current context"):
        cluster_of({"kubeconfig": "{}"}, Records())
