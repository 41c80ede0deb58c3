"""Whoever dies in between: the repair goes on, once."""

from __future__ import annotations

import pytest

from lab.control_plane import ControlPlane
from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import Pitstop, metrics

pytestmark = pytest.mark.xdist_group("loop-2")

SLOW = 2.0
"""Seconds to a replacement's Ready: more than the 0.5 s after which the API server repeats an eviction.

Two evictions at once collide at their budget. Where the second gets its turn after whoever asked is dead, the
budget takes the pod for evicted, nothing ends it, and every other eviction is refused for two minutes.
"""


@pytest.mark.parametrize(
    "step", [TimelineStep.CORDONED, TimelineStep.EVICTED, TimelineStep.EMPTY, TimelineStep.REMOVED]
)
def test_a_leader_killed_at_any_step_is_succeeded_and_nothing_is_done_twice(
    lab: Lab, step: TimelineStep
) -> None:
    nodes = lab.pool("a", 4)
    lab.workload(Workload("web", 8, min_available=7, starts_in=SLOW))
    pitstop = Pitstop(lab)
    leader = pitstop.start()
    instance = lab.fleet.machine(nodes[0]).instance

    lab.break_node(nodes[0], "KernelDeadlock")
    if step == TimelineStep.EVICTED:
        lab.timeline.wait_until(lambda: len(pitstop.moved()) == 1, "the first pod leaves")
    else:
        lab.timeline.wait_for(step, nodes[0])
    leader.kill()
    pitstop.start()

    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    lab.timeline.wait_for(TimelineStep.READY, count=5)
    pitstop.wait_for_event(lab.nodes()[-1], "Replaced")
    assert pitstop.terminated() == [instance]
    assert [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)] == [nodes[0]]
    assert [moment.node for moment in pitstop.moved()] == [nodes[0], nodes[0]]


def test_a_leader_killed_after_a_reboot_is_succeeded_by_one_that_does_not_reboot_again(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, reboot={"enabled": True, "timeout": "8s"})
    leader = pitstop.start()
    instance = lab.fleet.machine(nodes[0]).instance

    lab.break_node(nodes[0], "KernelDeadlock", curable=False)
    lab.timeline.wait_until(lambda: reboots(lab) == [instance], "pitstop asks for a reboot")
    leader.kill()
    pitstop.start()

    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert reboots(lab) == [instance]
    assert pitstop.terminated() == [instance]


def reboots(lab: Lab) -> list[str]:
    return [call.parameters["InstanceId.1"] for call in lab.aws.calls if call.action == "RebootInstances"]


def test_a_second_replica_takes_over_by_itself(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab)
    leader = pitstop.start()
    pitstop.start()

    leader.kill()
    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert len(pitstop.terminated()) == 1


def test_an_api_server_that_dies_in_a_drain_is_waited_out(lab: Lab, plane: ControlPlane) -> None:
    nodes = lab.pool("a", 4)
    lab.workload(Workload("web", 8, min_available=7, starts_in=SLOW))
    pitstop = Pitstop(lab)
    program = pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_until(lambda: len(pitstop.moved()) == 1, "the first pod leaves")
    plane.stop_api_server(crash=True)
    lab.timeline.wait_until(lambda: metrics(program)["pitstop_leading"] == 0, "it has lost its lease")
    plane.start_api_server()

    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=90)
    lab.timeline.wait_for(TimelineStep.READY, count=5)
    assert program.exit_code is None
    assert len(pitstop.terminated()) == 1
    assert [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)] == [nodes[0]]
