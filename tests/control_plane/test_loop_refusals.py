"""What pitstop is not let do: it says so, harms nothing, and goes on when it may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lab.api import Json
from lab.lab import Lab
from lab.timeline import TimelineStep
from lab.workload import Workload
from tests.control_plane.pitstop_engine import NAMESPACE, TERMINATE, Pitstop

pytestmark = pytest.mark.xdist_group("loop-1")

CLUSTER_ROLE = "/apis/rbac.authorization.k8s.io/v1/clusterroles/pitstop"
ROLE = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{NAMESPACE}/roles/pitstop"
STATE = f"/api/v1/namespaces/{NAMESPACE}/configmaps/pitstop-state"


def test_a_budget_that_never_allows_blocks_the_drain_and_the_node_stays(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3, min_available=3))
    pitstop = Pitstop(lab)
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "DrainBlocked")

    assert pitstop.moved() == []
    assert pitstop.terminated() == []
    answers = {request.status for request in pitstop.engine.requests() if request.resource == "pods/eviction"}
    assert answers == {429}


def test_a_blocked_drain_goes_on_when_the_budget_allows(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3, min_available=3))
    pitstop = Pitstop(lab)
    pitstop.start()
    lab.break_node(nodes[0], "KernelDeadlock")
    pitstop.wait_for_event(nodes[0], "DrainBlocked")

    lab.api.patch(
        "/apis/policy/v1/namespaces/default/poddisruptionbudgets/web", {"spec": {"minAvailable": 2}}
    )
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert len(pitstop.terminated()) == 1


def test_a_report_that_nobody_renews_is_told_and_not_acted_on(lab: Lab) -> None:
    nodes = lab.pool("a", 10)
    pitstop = Pitstop(lab)
    pitstop.start()

    long_ago = datetime.now(UTC) - timedelta(minutes=20)
    lab.break_node(nodes[0], "KernelDeadlock", since=long_ago, seen=long_ago)
    pitstop.wait_for_event(nodes[0], "StaleReport")
    lab.break_node(nodes[1], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.CORDONED, nodes[1])
    assert [moment.node for moment in lab.timeline.moments(TimelineStep.CORDONED)] == [nodes[1]]


def test_without_the_right_to_evict_nothing_is_terminated_and_the_right_is_enough(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab)
    rules: list[Json] = lab.api.get(CLUSTER_ROLE)["rules"]
    without = [rule for rule in rules if "pods/eviction" not in rule["resources"]]
    assert without != rules
    lab.api.patch(CLUSTER_ROLE, {"rules": without})
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_until(lambda: "create pods/eviction" in pitstop.refused(), "an eviction is forbidden")
    assert pitstop.terminated() == []
    assert pitstop.moved() == []

    lab.api.patch(CLUSTER_ROLE, {"rules": rules})
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert len(pitstop.terminated()) == 1


def test_without_the_right_to_terminate_the_drained_node_waits_for_it(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    lab.aws.denied.add(TERMINATE)
    pitstop = Pitstop(lab)
    pitstop.start()

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_until(lambda: len(pitstop.terminated()) >= 1, "pitstop asks for it")
    assert nodes[0] in lab.nodes()

    lab.aws.denied.clear()
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    lab.timeline.wait_for(TimelineStep.READY, count=4)


def test_a_drain_that_can_not_be_remembered_is_not_begun_and_not_counted(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    lab.workload(Workload("web", 3))
    pitstop = Pitstop(lab)
    program = pitstop.start()
    pitstop.wait_for_looks(program)
    rules: list[Json] = lab.api.get(ROLE)["rules"]
    read_only = [
        rule | {"verbs": [verb for verb in rule["verbs"] if verb not in ("patch", "create")]}
        if rule["resources"] == ["configmaps"]
        else rule
        for rule in rules
    ]
    assert read_only != rules
    lab.api.patch(ROLE, {"rules": [rule for rule in read_only if rule["verbs"]]})

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.CORDONED, nodes[0])
    # More often than a group may be drained within an hour.
    pitstop.wait_for_looks(program, 8)
    assert "DrainStarted" not in pitstop.events(nodes[0])
    assert pitstop.moved() == []

    lab.api.patch(ROLE, {"rules": rules})
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)


def test_a_memory_that_somebody_deleted_is_written_anew(lab: Lab) -> None:
    nodes = lab.pool("a", 3)
    pitstop = Pitstop(lab)
    program = pitstop.start()
    pitstop.wait_for_looks(program)
    lab.api.delete(STATE)

    lab.break_node(nodes[0], "KernelDeadlock")
    lab.timeline.wait_for(TimelineStep.REMOVED, nodes[0], timeout=60)
    assert '"drainStarts"' in lab.api.get(STATE)["data"]["memory"]
