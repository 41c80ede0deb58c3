"""Nodes of Karpenter are in no Auto Scaling group: pitstop deletes the Node, and Karpenter does the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab import nodes
from lab.lab import Lab
from lab.nodes import POOL, Machine
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import Pitstop

pytestmark = pytest.mark.xdist_group("loop-1")

FINALIZER = "karpenter.sh/termination"
REPLACE = {"strategy": "owner"}


@pytest.fixture
def karpenters(lab: Lab) -> Iterator[str]:
    """A Ready node as Karpenter registers it, on a machine that is in no group."""
    machine = Machine("i-0123456789abcdef0", "10.200.0.1", "eu-west-1a", "general")
    manifest = nodes.manifest(machine, lab.api.get("/version")["gitVersion"])
    del manifest["metadata"]["labels"][POOL]
    manifest["metadata"]["labels"]["karpenter.sh/nodepool"] = "general"
    manifest["metadata"]["finalizers"] = [FINALIZER]
    lab.api.create("/api/v1/nodes", manifest)
    lab.timeline.wait_for(TimelineStep.READY, machine.node)
    yield machine.node
    if lab.api.exists(f"/api/v1/nodes/{machine.node}"):
        karpenter_ends(lab, machine.node)


def karpenter_ends(lab: Lab, node: str) -> None:
    """What Karpenter does last, when the machine is gone."""
    lab.api.patch(f"/api/v1/nodes/{node}", {"metadata": {"finalizers": None}})


def test_a_drained_node_is_deleted_once_and_waits_for_karpenter(lab: Lab, karpenters: str) -> None:
    lab.pool("a", 3)
    lab.workload(Workload("web", 8))
    assert lab.observer.movable_pods(karpenters) != []
    pitstop = Pitstop(lab, replace=REPLACE, reboot={"enabled": True})
    pitstop.start()

    lab.break_node(karpenters, "KernelDeadlock")
    pitstop.wait_for_event(karpenters, "ReplacementRequested")
    lab.timeline.wait_until(
        lambda: '"Replacing"' in lab.node(karpenters)["metadata"]["annotations"]["pitstop/record"],
        "it is written down that the node was told to go",
    )
    assert "deletionTimestamp" in lab.node(karpenters)["metadata"]
    assert lab.observer.movable_pods(karpenters) == []

    karpenter_ends(lab, karpenters)
    lab.timeline.wait_for(TimelineStep.REMOVED, karpenters)
    assert pitstop.events(karpenters) == ["Cordoned", "DrainStarted", "Drained", "ReplacementRequested"]
    assert [request.verb for request in pitstop.engine.requests()].count("delete") == 1
    assert {call.action for call in lab.aws.calls} <= {"DescribeInstances"}
    assert pitstop.refused() == []


def test_where_groups_replace_their_nodes_it_is_left_to_karpenter(lab: Lab, karpenters: str) -> None:
    lab.pool("a", 3)
    pitstop = Pitstop(lab, replace={"strategy": "autoScaling", "timeout": "1s"})
    pitstop.start()

    lab.break_node(karpenters, "KernelDeadlock")
    pitstop.wait_for_event(karpenters, "NotReplaced")

    assert "deletionTimestamp" not in lab.node(karpenters)["metadata"]
    assert pitstop.terminated() == []
    assert pitstop.verbs("nodes") == {"get", "list", "patch"}
