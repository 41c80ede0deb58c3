"""When too much is sick at once, acting would make it worse: pitstop waits, and says so."""

from __future__ import annotations

import pytest

from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import SECONDS, Pitstop

pytestmark = pytest.mark.xdist_group("loop-2")


def test_of_fifteen_sick_nodes_of_twenty_none_is_touched_until_they_are_few(lab: Lab) -> None:
    nodes = lab.pool("a", 20)
    lab.workload(Workload("web", 40))
    pitstop = Pitstop(lab)
    pitstop.start()

    for node in nodes[:15]:
        lab.break_node(node, "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "BreakerOpenForGroup")
    assert lab.timeline.moments(TimelineStep.CORDONED) == []

    for node in nodes[1:15]:
        lab.mend(node, "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)] == [nodes[0]]
    assert len(pitstop.terminated()) == 1


def test_the_next_drain_of_a_group_waits_until_the_moved_pods_are_ready(lab: Lab) -> None:
    nodes = lab.pool("a", 20)
    lab.workload(Workload("web", 40, starts_in=4))
    pitstop = Pitstop(lab)
    pitstop.start()

    for node in nodes[:2]:
        lab.break_node(node, "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, count=2, timeout=90)

    left: dict[str, list[float]] = {}
    for moment in pitstop.moved():
        left.setdefault(moment.node, []).append(moment.at)
    assert left.keys() == set(nodes[:2])
    first, second = left.values()
    # A moved pod needs 4 s on its new node until it is Ready.
    assert min(second) - max(first) > 3


def test_a_group_whose_drain_is_stuck_holds_up_no_other(lab: Lab) -> None:
    stuck, *_ = lab.pool("a", 6)
    free, *_ = lab.pool("b", 6)
    lab.workload(Workload("web", 6, pool="a", min_available=6))
    pitstop = Pitstop(lab, drain=SECONDS["drain"] | {"retryFor": "10m"})
    pitstop.start()

    lab.break_node(stuck, "KernelDeadlock")
    lab.timeline.wait_until(
        lambda: any(request.status == 429 for request in pitstop.engine.requests()), "an eviction is refused"
    )
    lab.break_node(free, "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, free, timeout=60)

    assert pitstop.moved() == []
    assert "DrainBlocked" not in pitstop.events(stuck)
    assert stuck in lab.nodes()


def test_a_dead_zone_is_left_to_come_back(lab: Lab) -> None:
    lab.pool("a", 12)
    pitstop = Pitstop(lab)
    pitstop.start()

    dead = lab.kill_zone("eu-west-1b")
    lab.timeline.wait_for(TimelineStep.UNREACHABLE, count=4, timeout=60)
    pitstop.wait_for_event(dead[0], "BreakerOpenFor")
    for node in dead:
        lab.revive(node)
    lab.timeline.wait_until(lambda: all(lab.readiness(node) == "True" for node in dead), "the zone is back")

    assert lab.timeline.moments(TimelineStep.CORDONED) == []
    assert pitstop.terminated() == []


def test_a_dead_node_is_replaced_and_its_pods_run_elsewhere(lab: Lab) -> None:
    nodes = lab.pool("a", 6)
    lab.workload(Workload("web", 6, unreachable_for=1))
    pitstop = Pitstop(lab)
    pitstop.start()
    instance = lab.fleet.machine(nodes[0]).instance

    lab.kill(nodes[0])
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=90)
    lab.timeline.wait_for(TimelineStep.READY, count=7)
    lab.timeline.wait_until(
        lambda: len(lab.timeline.moments(TimelineStep.WHOLE)) >= 2, "the workload is whole", timeout=60
    )

    assert pitstop.terminated() == [instance]
    assert [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)] == [nodes[0]]
