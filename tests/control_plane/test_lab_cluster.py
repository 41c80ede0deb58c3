"""The laboratory's cluster behaves as a managed one does."""

from __future__ import annotations

from collections import Counter

import pytest

from lab.api import ApiError, Json, LabApi
from lab.control_plane import ControlPlane
from lab.lab import ZONES, Lab
from lab.nodes import POOL, ZONE
from lab.timeline import TimelineStep
from lab.workload import Workload

pytestmark = pytest.mark.xdist_group("loop-1")


def pods(lab: Lab, app: str) -> list[Json]:
    return lab.api.items("/api/v1/namespaces/default/pods", labelSelector=f"app={app}")


def test_a_pool_is_spread_over_its_zones(lab: Lab) -> None:
    nodes = lab.pool("a", 6)

    labels = [lab.node(node)["metadata"]["labels"] for node in nodes]
    assert Counter(label[ZONE] for label in labels) == dict.fromkeys(ZONES, 2)
    assert {label[POOL] for label in labels} == {"a"}


def test_a_provider_id_names_the_instance(lab: Lab) -> None:
    (node,) = lab.pool("a", 1, ["eu-west-1b"])

    instance = lab.fleet.machine(node).instance
    assert lab.node(node)["spec"]["providerID"] == f"aws:///eu-west-1b/{instance}"


def test_a_workload_runs_on_every_node(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 6))
    lab.workload(Workload("agent", None))

    assert Counter(pod["spec"]["nodeName"] for pod in pods(lab, "web")) == dict.fromkeys(nodes, 2)
    assert Counter(pod["spec"]["nodeName"] for pod in pods(lab, "agent")) == dict.fromkeys(nodes, 1)


def test_a_budget_refuses_the_eviction_that_breaks_it(lab: Lab) -> None:
    lab.pool("a", 2)
    lab.workload(Workload("web", 2, min_available=2))

    name = pods(lab, "web")[0]["metadata"]["name"]
    with pytest.raises(ApiError, match="violate the pod's disruption budget") as refusal:
        lab.api.create(f"/api/v1/namespaces/default/pods/{name}/eviction", {"metadata": {"name": name}})
    assert refusal.value.status == 429


def test_an_evicted_pod_is_replaced_elsewhere_once_its_node_is_cordoned(lab: Lab) -> None:
    first, second = lab.pool("a", 2)
    lab.workload(Workload("web", 2, min_available=1))

    lab.api.patch(f"/api/v1/nodes/{first}", {"spec": {"unschedulable": True}})
    lab.timeline.wait_for(TimelineStep.CORDONED, first)
    (pod,) = lab.observer.movable_pods(first)
    name = pod["metadata"]["name"]
    lab.api.create(f"/api/v1/namespaces/default/pods/{name}/eviction", {"metadata": {"name": name}})

    lab.timeline.wait_for(TimelineStep.EMPTY, first)
    lab.timeline.wait_for(TimelineStep.WHOLE, count=2)
    assert [pod["spec"]["nodeName"] for pod in pods(lab, "web")] == [second, second]


def test_a_service_account_without_a_role_may_read_nothing(lab: Lab, plane: ControlPlane) -> None:
    stranger = LabApi(plane.service_account("default", "default"))

    with pytest.raises(
        ApiError, match=r'"system:serviceaccount:default:default" cannot list resource "nodes"'
    ):
        stranger.items("/api/v1/nodes")
