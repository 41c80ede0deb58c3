"""pitstop may do what it does, and nothing else: asked of the real API server, as its service account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.api import LabApi
from lab.control_plane import ControlPlane
from lab.lab import Lab
from tests.control_plane.pitstop_engine import NAMESPACE, Pitstop

pytestmark = pytest.mark.xdist_group("loop-1")

REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"

ALLOWED = [
    "get nodes",
    "list nodes",
    "watch nodes",
    "patch nodes",
    "patch nodes/status",
    "list pods",
    "watch pods",
    "create pods/eviction in shop",
    "create events in default",
    "create coordination.k8s.io/leases in auto-remediation",
    "get coordination.k8s.io/leases pitstop in auto-remediation",
    "patch coordination.k8s.io/leases pitstop in auto-remediation",
    "create configmaps in auto-remediation",
    "get configmaps pitstop-state in auto-remediation",
    "watch configmaps pitstop-state in auto-remediation",
    "patch configmaps pitstop-state in auto-remediation",
]
FORBIDDEN = [
    "update nodes",
    "delete nodes",
    "create nodes",
    "update nodes/status",
    "delete pods in shop",
    "get pods/log in shop",
    "create pods/exec in shop",
    "create pods in auto-remediation",
    "create events in shop",
    "get secrets in auto-remediation",
    "list secrets",
    "get configmaps pitstop-settings in auto-remediation",
    "list configmaps in auto-remediation",
    "create configmaps in kube-system",
    "delete configmaps pitstop-state in auto-remediation",
    "patch coordination.k8s.io/leases other in auto-remediation",
    "patch coordination.k8s.io/leases pitstop in kube-system",
    "get apps/daemonsets",
    "create rbac.authorization.k8s.io/clusterrolebindings",
    "impersonate users",
]


@pytest.fixture(scope="module")
def service_account(plane: ControlPlane) -> Iterator[LabApi]:
    with Lab(plane) as lab:
        lab.pool("a", 1)
        Pitstop(lab)
        yield LabApi(plane.service_account(NAMESPACE, "pitstop"))


def may(api: LabApi, question: str) -> bool:
    """``verb [group/]resource[/subresource] [name] [in namespace]``, as kubectl auth can-i takes it."""
    question, _, namespace = question.partition(" in ")
    verb, resource, *name = question.split()
    group, _, rest = resource.partition("/")
    if "." not in group and group != "apps":
        group, rest = "", resource
    kind, _, subresource = rest.partition("/")
    attributes = {
        "verb": verb,
        "group": group,
        "resource": kind,
        "subresource": subresource,
        "name": name[0] if name else "",
        "namespace": namespace,
    }
    answer = api.create(REVIEWS, {"spec": {"resourceAttributes": attributes}})
    return bool(answer["status"]["allowed"])


def test_it_may_do_what_it_does(service_account: LabApi) -> None:
    assert [question for question in ALLOWED if not may(service_account, question)] == []


def test_it_may_do_nothing_else(service_account: LabApi) -> None:
    assert [question for question in FORBIDDEN if may(service_account, question)] == []
