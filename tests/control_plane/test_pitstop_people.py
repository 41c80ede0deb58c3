"""People keep the last word: pause, opt-out, dry run, and uncordoning by hand."""

from __future__ import annotations

import time

import pytest

from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload
from pitstop.model import Phase, Record
from pitstop.shell.codec import RECORD, record_text
from tests.control_plane.pitstop_engine import NAMESPACE, Pitstop, metrics

pytestmark = pytest.mark.xdist_group("loop-1")

STATE = f"/api/v1/namespaces/{NAMESPACE}/configmaps/pitstop-state"


def pause(lab: Lab, reason: str | None) -> None:
    lab.api.patch(STATE, {"metadata": {"annotations": {"pitstop/pause": reason}}})


def opt_out(lab: Lab, node: str, value: str | None) -> None:
    lab.api.patch(f"/api/v1/nodes/{node}", {"metadata": {"annotations": {"pitstop/opt-out": value}}})


def out_of_service(lab: Lab, node: str) -> bool:
    taints = lab.api.get(f"/api/v1/nodes/{node}")["spec"]["taints"]
    return "node.kubernetes.io/out-of-service" in {taint["key"] for taint in taints}


def test_a_pause_stops_it_until_it_is_taken_back(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab)
    pitstop.start()

    pause(lab, "we upgrade the network")
    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "Paused")
    (told,) = lab.timeline.moments(TimelineStep.EVENT, nodes[0])
    assert told.detail == "Paused: Cordon refused: somebody paused pitstop: we upgrade the network"
    assert lab.timeline.moments(TimelineStep.CORDONED) == []

    pause(lab, None)
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)


def test_an_opted_out_node_is_not_touched_and_its_neighbour_is(lab: Lab) -> None:
    nodes = lab.pool("a", 10)
    pitstop = Pitstop(lab)
    opt_out(lab, nodes[0], "true")
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "OptedOut")
    lab.break_node(nodes[1], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[1], timeout=60)

    assert [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)] == [nodes[1]]
    annotations = lab.node(nodes[0])["metadata"]["annotations"]
    assert [key for key in annotations if key.startswith("pitstop/")] == ["pitstop/opt-out"]


def test_the_pods_of_a_dead_node_are_freed_neither_in_a_pause_nor_where_it_is_opted_out(lab: Lab) -> None:
    nodes = lab.pool("a", 6)
    lab.workload(Workload("web", 6))
    pitstop = Pitstop(lab, replace={"strategy": "leave"})
    lab.kill(nodes[0])
    lab.timeline.wait_for(TimelineStep.UNREACHABLE, nodes[0], timeout=60)
    now = time.time()
    drained = {RECORD: record_text(Record(Phase.DRAINED, now, now, "Ready=Unknown,2s", now))}
    marks = {"metadata": {"annotations": drained}, "spec": {"unschedulable": True}}
    lab.api.patch(f"/api/v1/nodes/{nodes[0]}", marks)

    pause(lab, "we look at it ourselves")
    program = pitstop.start()
    pitstop.wait_for_event(nodes[0], "Paused")
    pitstop.wait_for_looks(program)
    assert not out_of_service(lab, nodes[0])

    opt_out(lab, nodes[0], "true")
    pause(lab, None)
    pitstop.wait_for_event(nodes[0], "OptedOut")
    pitstop.wait_for_looks(program)
    assert not out_of_service(lab, nodes[0])

    opt_out(lab, nodes[0], None)
    pitstop.wait_for_event(nodes[0], "OutOfService")
    assert out_of_service(lab, nodes[0])


def test_a_dry_run_tells_and_changes_nothing(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, dryRun=True)
    program = pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "DryRunCordon")
    lab.mend(nodes[0], "KernelDeadlock")
    planned = 'pitstop_dry_run_nodes{step="Cordon"}'
    lab.timeline.wait_until(lambda: planned not in metrics(program), "nothing would be done")
    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_until(
        lambda: pitstop.events(nodes[0]).count("DryRunCordon") == 2, "it is told a second time"
    )

    patched = {request.resource for request in pitstop.engine.requests() if request.verb == "patch"}
    assert patched == {"leases"}
    assert lab.timeline.moments(TimelineStep.CORDONED) == []


def test_a_node_that_somebody_uncordons_is_given_back(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, windows=[{"start": "00:00", "end": "00:00", "days": []}])
    program = pitstop.start()
    lab.break_node(nodes[0], "KernelDeadlock")
    # No window is ever open: it stays cordoned, and is not drained.
    pitstop.wait_for_event(nodes[0], "OutsideWindow")

    # In one patch, so that it is not cordoned again in between.
    by_hand = {"metadata": {"annotations": {"pitstop/opt-out": "true"}}, "spec": {"unschedulable": None}}
    lab.api.patch(f"/api/v1/nodes/{nodes[0]}", by_hand)
    lab.timeline.wait_for(TimelineStep.UNCORDONED, nodes[0])
    pitstop.wait_for_looks(program)
    assert len(lab.timeline.moments(TimelineStep.CORDONED)) == 1

    lab.api.patch(f"/api/v1/nodes/{nodes[1]}", {"spec": {"unschedulable": True}})
    lab.mend(nodes[0], "KernelDeadlock")
    opt_out(lab, nodes[0], None)
    pitstop.wait_for_event(nodes[0], "GivenBack")
    lab.timeline.wait_until(
        lambda: "pitstop/record" not in lab.node(nodes[0])["metadata"]["annotations"], "the record is gone"
    )
    assert lab.node(nodes[1])["spec"]["unschedulable"] is True
