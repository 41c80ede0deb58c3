"""One replica acts at a time, and a replica that is told to stop hands over at once."""

from __future__ import annotations

import pytest

from lab.lab import Lab
from lab.timeline import TimelineStep
from tests.control_plane.pitstop_engine import NAMESPACE, Pitstop, metrics

pytestmark = pytest.mark.xdist_group("loop-2")

LEASE = f"/apis/coordination.k8s.io/v1/namespaces/{NAMESPACE}/leases/pitstop"
LONG = {"duration": "60s", "renewDeadline": "50s", "retry": "500ms"}


def holder(lab: Lab) -> str:
    return str(lab.api.get(LEASE)["spec"].get("holderIdentity") or "")


def test_a_replica_that_stops_hands_over_without_waiting_for_the_lease_to_run_out(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab, lease=LONG)
    first = pitstop.start()
    assert holder(lab).startswith("pitstop-0-")
    pitstop.start()

    first.stop()
    lab.timeline.wait_until(lambda: holder(lab).startswith("pitstop-1-"), "the second leads")
    assert first.exit_code == 0
    assert lab.api.get(LEASE)["spec"]["leaseTransitions"] == 1

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert len(pitstop.terminated()) == 1


def test_of_two_replicas_one_acts(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab)
    first = pitstop.start()
    second = pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)

    assert '"Cordoned"' in first.log.read_text()
    assert '"leading"' not in second.log.read_text()
    assert '"Cordoned"' not in second.log.read_text()


def test_who_leads_no_more_says_nothing_more_of_the_cluster(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab)
    program = pitstop.start()
    state = f"/api/v1/namespaces/{NAMESPACE}/configmaps/pitstop-state"
    lab.api.patch(state, {"metadata": {"annotations": {"pitstop/pause": "why"}}})
    lab.break_node(nodes[0], "KernelDeadlock")
    refused = 'pitstop_refused_nodes{step="Cordon",why="Paused"}'
    lab.timeline.wait_until(lambda: metrics(program).get(refused) == 1, "it is refused")
    assert metrics(program)["pitstop_paused"] == 1

    lab.api.patch(LEASE, {"spec": {"holderIdentity": "another", "leaseDurationSeconds": 600}})
    lab.timeline.wait_until(lambda: metrics(program)["pitstop_leading"] == 0, "another leads")
    lab.timeline.wait_until(lambda: refused not in metrics(program), "it has said its last")
    assert metrics(program)["pitstop_paused"] == 0


def test_a_step_that_never_failed_has_a_row_all_the_same(lab: Lab) -> None:
    lab.pool("a", 1)
    program = Pitstop(lab).start()
    assert metrics(program)['pitstop_actions_total{result="failed",step="Cordon"}'] == 0
