"""Remedies beside the plain replacement: a reboot first, other ways to replace, and dead nodes' pods."""

from __future__ import annotations

import pytest

from lab.lab import Lab
from lab.timeline import Step
from lab.workload import Workload
from tests.control_plane.pitstop_engine import Pitstop

pytestmark = pytest.mark.xdist_group("loop-1")

REBOOT = {"enabled": True, "timeout": "6s"}


def reboots(lab: Lab) -> int:
    return len([call for call in lab.aws.calls if call.action == "RebootInstances"])


def test_a_reboot_that_helps_saves_the_node(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab, reboot=REBOOT)
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock", curable=True)
    lab.timeline.wait_for(Step.UNCORDONED, nodes[0], timeout=60)

    assert (reboots(lab), pitstop.terminated()) == (1, [])
    assert set(lab.nodes()) == set(nodes)


def test_a_reboot_that_does_not_help_is_followed_by_a_replacement(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, reboot=REBOOT)
    pitstop.start()
    instance = lab.fleet.machine(nodes[0]).instance

    lab.break_node(nodes[0], "KernelDeadlock", curable=False)
    lab.timeline.wait_for(Step.REMOVED, nodes[0], timeout=60)

    assert (reboots(lab), pitstop.terminated()) == (1, [instance])


def test_a_group_of_another_cluster_is_left_alone(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, cluster="other")
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "ReplaceFailed")

    told = [moment.detail for moment in lab.timeline.moments(Step.EVENT, nodes[0])]
    assert told[-1].endswith(
        f"the Auto Scaling group {lab.fleet.group('a')} has no tag eks:cluster-name=other"
    )
    assert pitstop.terminated() == []


def test_where_the_node_object_is_deleted_the_chart_gives_the_right_to(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, replace={"strategy": "deleteNode"})
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(Step.REMOVED, nodes[0], timeout=60)
    assert (pitstop.refused(), pitstop.terminated()) == ([], [])


def test_the_pods_of_a_dead_node_are_freed_by_the_out_of_service_taint(lab: Lab) -> None:
    nodes = lab.pool("a", 6)
    lab.workload(Workload("web", 6, unreachable_for=300))
    pitstop = Pitstop(lab, replace={"strategy": "leave"})
    pitstop.start()

    lab.kill(nodes[0])
    pitstop.wait_for_event(nodes[0], "Drained")
    pitstop.wait_for_event(nodes[0], "OutOfService")
    lab.timeline.wait_until(lambda: not lab.observer.movable_pods(nodes[0]), "its pods are gone", timeout=90)

    taints = {taint["key"]: taint["effect"] for taint in lab.node(nodes[0])["spec"]["taints"]}
    assert taints["node.kubernetes.io/out-of-service"] == "NoExecute"
