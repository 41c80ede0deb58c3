"""One sick node: it is drained and replaced, and nothing else is touched."""

from __future__ import annotations

import pytest

from lab.lab import Lab
from lab.observer import is_cordoned
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import Pitstop

pytestmark = pytest.mark.xdist_group("loop-1")


def healed(lab: Lab, sick: str, nodes: list[str]) -> None:
    """Return once ``sick`` is gone, a fresh node is Ready in its place, and the workload is whole."""
    lab.timeline.wait_for(TimelineStep.REMOVED, sick, timeout=60)
    lab.timeline.wait_for(TimelineStep.READY, count=len(nodes) + 1)
    lab.timeline.wait_until(
        lambda: (
            len(lab.timeline.moments(TimelineStep.WHOLE)) == len(lab.timeline.moments(TimelineStep.BROKEN))
        ),
        "all whole",
    )


def cordons(lab: Lab) -> list[str]:
    return [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)]


def test_a_sick_node_is_cordoned_drained_and_replaced_under_its_budget(lab: Lab) -> None:
    nodes = lab.pool("a", 4)
    lab.workload(Workload("web", 8, min_available=7, starts_in=0.5))
    lab.workload(Workload("agent", None))
    pitstop = Pitstop(lab)
    pitstop.start()
    instance = lab.fleet.machine(nodes[0]).instance

    lab.break_node(nodes[0], "KernelDeadlock")
    healed(lab, nodes[0], nodes)
    pitstop.wait_for_event(lab.nodes()[-1], "Replaced")

    assert cordons(lab) == [nodes[0]]
    assert pitstop.terminated() == [instance]
    assert pitstop.events(nodes[0]) == ["Cordoned", "DrainStarted", "Drained", "ReplacementRequested"]
    assert {moment.node for moment in pitstop.moved()} == {nodes[0]}


def test_pitstop_patches_and_never_writes_a_whole_node_and_lacks_no_right(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab)
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    healed(lab, nodes[0], nodes)

    assert pitstop.verbs("nodes") == {"get", "list", "patch"}
    assert pitstop.verbs("nodes/status") == {"patch"}
    assert pitstop.refused() == []


def test_a_node_with_daemon_sets_only_is_replaced_without_an_eviction(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("agent", None))
    pitstop = Pitstop(lab)
    pitstop.start()

    lab.break_node(nodes[1], "ReadonlyFilesystem")
    healed(lab, nodes[1], nodes)

    assert pitstop.verbs("pods/eviction") == set()
    assert cordons(lab) == [nodes[1]]


@pytest.mark.parametrize(("minimum", "maximum"), [(3, 6), (0, 3)], ids=["at its minimum", "at its maximum"])
def test_the_groups_size_keeps_no_sick_node_alive(lab: Lab, minimum: int, maximum: int) -> None:
    nodes = lab.pool("a", 3, minimum=minimum, maximum=maximum)
    pitstop = Pitstop(lab)
    pitstop.start()

    lab.break_node(nodes[2], "KernelDeadlock")
    healed(lab, nodes[2], nodes)

    answer = lab.aws.auto_scaling().describe_auto_scaling_groups(AutoScalingGroupNames=[lab.fleet.group("a")])
    group = answer["AutoScalingGroups"][0]
    assert (group["MinSize"], group["MaxSize"], group["DesiredCapacity"]) == (minimum, maximum, 3)
    assert len(lab.nodes()) == 3


def test_a_flapping_condition_that_never_lasts_is_left_alone(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, faults=["KernelDeadlock=True,8s"])
    program = pitstop.start()

    for _ in range(8):
        lab.break_node(nodes[0], "KernelDeadlock")
        pitstop.wait_for_looks(program)
        lab.mend(nodes[0], "KernelDeadlock")
        pitstop.wait_for_looks(program, 1)

    lab.break_node(nodes[1], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.CORDONED, nodes[1])
    assert cordons(lab) == [nodes[1]]
    assert not is_cordoned(lab.node(nodes[0]))


def test_a_node_that_recovers_before_its_drain_is_taken_back(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3, min_available=3))
    pitstop = Pitstop(lab)
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.CORDONED, nodes[0])
    lab.mend(nodes[0], "KernelDeadlock")

    lab.timeline.wait_for(TimelineStep.UNCORDONED, nodes[0])
    assert pitstop.terminated() == []
    assert pitstop.moved() == []
