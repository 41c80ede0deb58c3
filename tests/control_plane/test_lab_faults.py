"""What the laboratory breaks looks as it looks in production."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lab.api import Json
from lab.control_plane import ControlPlane
from lab.faults import timestamp
from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload

pytestmark = pytest.mark.xdist_group("loop-2")


def conditions(lab: Lab, node: str) -> dict[str, Json]:
    return {entry["type"]: entry for entry in lab.api.get(f"/api/v1/nodes/{node}")["status"]["conditions"]}


def test_a_broken_node_carries_the_condition_beside_the_kubelets_own(lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    moment = datetime.now(UTC) - timedelta(minutes=5)
    lab.break_node(node, "KernelDeadlock", since=moment, seen=moment)

    found = conditions(lab, node)
    assert found["KernelDeadlock"] == {
        "type": "KernelDeadlock",
        "status": "True",
        "reason": "HardLockup",
        "message": "HardLockup was found",
        "lastTransitionTime": timestamp(moment),
        "lastHeartbeatTime": timestamp(moment),
    }
    assert found["Ready"]["status"] == "True"


def test_an_agents_condition_is_bad_when_it_is_false_and_good_once_mended(lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    lab.break_node(node, "NetworkingReady")
    assert conditions(lab, node)["NetworkingReady"]["status"] == "False"

    lab.mend(node, "NetworkingReady")
    assert conditions(lab, node)["NetworkingReady"]["status"] == "True"


def test_a_killed_node_becomes_unreachable_and_its_pods_do_not_end(lab: Lab) -> None:
    dead, _ = lab.pool("a", 2)
    lab.workload(Workload("web", 2))
    (pod,) = lab.observer.movable_pods(dead)
    # A busy machine may have lost its heartbeats for a moment before.
    earlier = len(lab.timeline.moments(TimelineStep.UNREACHABLE, dead))

    lab.kill(dead)
    lab.timeline.wait_for(TimelineStep.UNREACHABLE, dead, count=earlier + 1)
    path = f"/api/v1/namespaces/default/pods/{pod['metadata']['name']}"
    lab.api.delete(path)
    assert conditions(lab, dead)["Ready"]["reason"] == "NodeStatusUnknown"
    assert "deletionTimestamp" in lab.api.get(path)["metadata"]


def test_a_revived_node_is_ready_again_and_so_are_its_pods(lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    lab.workload(Workload("web", 2))
    lab.kill(node)
    lab.timeline.wait_for(TimelineStep.UNREACHABLE, node)
    lab.timeline.wait_for(TimelineStep.BROKEN, "", count=2)

    lab.revive(node)
    lab.timeline.wait_for(TimelineStep.READY, node, count=2)
    lab.timeline.wait_for(TimelineStep.WHOLE, "", count=2)


def test_a_dead_zone_takes_its_nodes_and_no_other(lab: Lab) -> None:
    lab.pool("a", 6)
    dead = lab.kill_zone("eu-west-1b")
    lab.timeline.wait_for(TimelineStep.UNREACHABLE, count=2)

    unreachable = {node for node in lab.nodes() if lab.readiness(node) == "Unknown"}
    assert unreachable == set(dead)
    assert {lab.node(node)["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in dead} == {
        "eu-west-1b"
    }


def test_a_broken_kubelet_says_not_ready_until_it_is_mended(lab: Lab) -> None:
    (node,) = lab.pool("a", 1)
    lab.break_kubelet(node)
    lab.timeline.wait_for(TimelineStep.NOT_READY, node)

    lab.mend_kubelet(node)
    lab.timeline.wait_for(TimelineStep.READY, node, count=2)


def test_a_crash_of_the_api_server_loses_nothing(lab: Lab, plane: ControlPlane) -> None:
    (node,) = lab.pool("a", 1)
    plane.stop_api_server(crash=True)
    plane.start_api_server()

    lab.break_node(node, "ReadonlyFilesystem")
    assert conditions(lab, node)["ReadonlyFilesystem"]["status"] == "True"
