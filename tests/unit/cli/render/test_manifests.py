"""A chart's output becomes files that can be applied as they are, and that hold no secret."""

from __future__ import annotations

import pytest
import yaml

from cli.errors import RenderError
from cli.render.manifests import files

ACCOUNT = """---
# Source: tool/templates/account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: tool
"""
ELSEWHERE = """---
apiVersion: v1
kind: ServiceAccount
metadata:
    labels: {a: b}
    name: reader
    namespace: kube-system
"""
ROLE = """---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: tool
"""


def test_there_is_a_file_for_each_kind_in_an_order_of_its_own() -> None:
    found = files(ROLE + ACCOUNT + ELSEWHERE, "ns")
    assert list(found) == ["clusterrole.yaml", "serviceaccount.yaml"]
    accounts = list(yaml.safe_load_all(found["serviceaccount.yaml"]))
    assert [account["metadata"]["name"] for account in accounts] == ["reader", "tool"]


def test_the_order_of_the_chart_does_not_matter() -> None:
    assert files(ROLE + ACCOUNT + ELSEWHERE, "ns") == files(ELSEWHERE + ACCOUNT + ROLE, "ns")


def test_an_object_says_in_which_namespace_helm_would_have_put_it() -> None:
    assert files(ACCOUNT, "ns")["serviceaccount.yaml"] == (
        "# Source: tool/templates/account.yaml\n"
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  namespace: ns\n  name: tool\n"
    )
    assert "namespace" not in files(ROLE, "ns")["clusterrole.yaml"]
    assert files(ELSEWHERE, "ns")["serviceaccount.yaml"] == ELSEWHERE.removeprefix("---\n")


def test_an_object_on_one_line_gets_its_namespace_too() -> None:
    found = files('{apiVersion: v1, kind: ConfigMap, metadata: {name: tool}, data: {a: "1e3"}}', "ns")
    assert found["configmap.yaml"] == (
        '{apiVersion: v1, kind: ConfigMap, metadata: {namespace: ns, name: tool}, data: {a: "1e3"}}\n'
    )


def test_every_object_of_a_list_gets_its_namespace() -> None:
    found = files(
        "apiVersion: v1\nkind: ConfigMapList\nitems:\n"
        "- metadata:\n    name: a\n- metadata:\n    name: b\n    namespace: other\n",
        "ns",
    )
    items = yaml.safe_load(found["configmaplist.yaml"])["items"]
    assert [item["metadata"]["namespace"] for item in items] == ["ns", "other"]


def test_what_python_would_read_differently_stays_as_the_chart_wrote_it() -> None:
    text = "apiVersion: v1\nkind: Odd\nmetadata:\n  name: x\nspec: {enum: [=, 12:30:00, 2024-01-01, '1e3']}\n"
    assert "[=, 12:30:00, 2024-01-01, '1e3']" in files(text, "ns")["odd.yaml"]


@pytest.mark.parametrize("part", ["data", "stringData"])
def test_a_secret_with_something_in_it_is_refused(part: str) -> None:
    text = f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: login\n{part}:\n  password: aHVudGVyMg==\n"
    with pytest.raises(RenderError, match="makes the Secret login with something in it") as refused:
        files(text, "ns")
    assert "aHVudGVyMg==" not in str(refused.value)


def test_an_empty_secret_is_none() -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: oidc\ntype: Opaque\ndata:\n"
    assert list(files(text, "ns")) == ["secret.yaml"]


def test_documents_with_nothing_in_them_are_left_out() -> None:
    assert files("---\n# Source: tool/templates/off.yaml\n---\n\n" + ACCOUNT, "ns") == files(ACCOUNT, "ns")
