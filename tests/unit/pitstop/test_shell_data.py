"""What the shell reads from Kubernetes objects, and what it writes into them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitstop.model import (
    BreakerState,
    PendingReplacement,
    PendingReschedule,
    Phase,
    Record,
    ReplicaCount,
    Scope,
    ScopeKind,
    State,
)
from pitstop.replacements import has_gone, on_the_way, pair
from pitstop.shell.codec import cordon_patch, node_from, record_from, record_text
from pitstop.shell.nodes import NodeMirror
from pitstop.shell.pods import PodIndex
from pitstop.shell.state_store import Pause, decode, encode
from pitstop.timestamps import seconds, timestamp
from tests.unit.pitstop.clocks import JumpingClock
from tests.unit.pitstop.fleets import DEFAULTS, NOON, node, worked_on

WANTED = DEFAULTS.unhealthy_conditions()
GROUPS = ("eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool")
RECORD = Record(Phase.DRAINING, 1_700_000_100.25, 1_700_000_000.5, "KernelDeadlock=True,1m", 1_699_999_900.0)

times = st.integers(0, 4_000_000_000_000_000).map(lambda micro: micro / 1_000_000)
names = st.text("abcdefghij-", min_size=1, max_size=8)


def node_object(**changes: Any) -> dict[str, Any]:
    item: dict[str, Any] = {
        "metadata": {
            "name": "n0",
            "resourceVersion": "7",
            "creationTimestamp": "2023-11-14T22:13:20Z",
            "labels": {"karpenter.sh/nodepool": "general", "topology.kubernetes.io/zone": "eu-west-1a"},
        },
        "spec": {"providerID": "aws:///eu-west-1a/i-0abc"},
        "status": {
            "conditions": [
                {
                    "type": "KernelDeadlock",
                    "status": "True",
                    "lastTransitionTime": "2023-11-14T22:14:00Z",
                    "lastHeartbeatTime": "2023-11-14T22:15:00Z",
                },
                {"type": "Ready", "status": "True", "lastTransitionTime": "2023-11-14T22:13:50Z"},
                {"type": "Odd", "status": "True"},
            ]
        },
    }
    item["metadata"].update(changes)
    return item


def test_a_node_is_read() -> None:
    read = node_from(node_object(), WANTED, GROUPS)
    assert (read.group, read.zone, read.created, read.version) == (
        "general",
        "eu-west-1a",
        1_700_000_000.0,
        7,
    )
    assert [(str(a), a.since, a.heartbeat) for a in read.unhealthy] == [
        ("KernelDeadlock=True,1m", 1_700_000_040.0, 1_700_000_100.0)
    ]
    assert (read.ready, read.quiet_since, read.provider_id) == (
        "True",
        1_700_000_030.0,
        "aws:///eu-west-1a/i-0abc",
    )
    assert not read.opted_out
    assert not read.control_plane


@pytest.mark.parametrize(("value", "out"), [("true", True), ("", True), ("false", False)])
def test_a_node_is_opted_out_by_any_value_but_false(value: str, *, out: bool) -> None:
    assert node_from(node_object(annotations={"pitstop/opt-out": value}), WANTED, GROUPS).opted_out is out


@pytest.mark.parametrize("label", ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"])
def test_a_control_plane_node_is_known_by_its_label(label: str) -> None:
    assert node_from(node_object(labels={label: ""}), WANTED, GROUPS).control_plane


def test_a_node_without_a_group_has_one_of_its_own_kind() -> None:
    assert node_from(node_object(labels={}), WANTED, GROUPS).group == "ungrouped"


def test_a_node_of_karpenter_is_known_by_its_label() -> None:
    assert node_from(node_object(), WANTED, GROUPS).karpenter
    assert not node_from(node_object(labels={"eks.amazonaws.com/nodegroup": "a"}), WANTED, GROUPS).karpenter


def test_a_node_that_a_finalizer_holds_is_leaving() -> None:
    assert not node_from(node_object(), WANTED, GROUPS).leaving
    assert node_from(node_object(deletionTimestamp="2023-11-14T22:15:00Z"), WANTED, GROUPS).leaving


def test_a_record_survives_being_written_and_read() -> None:
    assert record_from(record_text(RECORD)) == RECORD


@pytest.mark.parametrize("text", ["", "{}", "[]", "no", '{"phase": "Asleep"}', None])
def test_a_spoilt_record_is_none(text: str | None) -> None:
    assert record_from(text) is None


def test_marks_name_the_version_that_was_judged() -> None:
    patch = cordon_patch(RECORD, "why", 7)
    assert patch["metadata"]["resourceVersion"] == "7"
    assert patch["metadata"]["annotations"]["pitstop/reason"] == "Draining: why"
    assert patch["spec"] == {"unschedulable": True}
    assert cordon_patch(None, "why", 7) == {
        "metadata": {
            "resourceVersion": "7",
            "annotations": {"pitstop/record": None, "pitstop/reason": None},
        },
        "spec": {"unschedulable": None},
    }


@given(times)
def test_times_survive(moment: float) -> None:
    assert seconds(timestamp(moment)) == pytest.approx(moment, abs=1e-5)


@given(
    st.builds(
        State,
        st.dictionaries(
            st.builds(Scope, st.sampled_from(ScopeKind), names),
            st.builds(BreakerState, st.booleans(), st.none() | st.just(1_700_000_000.5)),
        ),
        st.dictionaries(names, st.lists(st.just(1_700_000_000.25), max_size=3).map(tuple)),
        st.lists(
            st.builds(PendingReschedule, names, names, st.just(1.0), st.just((("web", 3),))), max_size=2
        ).map(tuple),
        st.lists(st.builds(PendingReplacement, names, names, st.just(1.0), st.just(2.0)), max_size=2).map(
            tuple
        ),
    )
)
def test_the_state_survives_being_written_and_read(state: State) -> None:
    assert decode(encode(state)) == state


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"breakers": 1}', '{"breakers": [{}]}'])
def test_a_spoilt_state_is_told_apart(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own errors are ValueErrors too
        decode(text)


@pytest.mark.parametrize(
    ("annotations", "reason"),
    [
        ({"pitstop/pause": "upgrade"}, "somebody paused pitstop: upgrade"),
        ({"pitstop/pause": "false"}, None),
        ({}, None),
    ],
)
def test_a_pause_is_read_from_the_annotation(annotations: dict[str, str], reason: str | None) -> None:
    pause = Pause()
    pause.replace([{"metadata": {"annotations": annotations}}])
    assert pause.reason == reason


def pod_object(name: str, kind: str = "ReplicaSet", *, ready: bool = True, **metadata: Any) -> dict[str, Any]:
    return {
        "metadata": {
            "namespace": "shop",
            "name": name,
            "uid": name,
            "labels": {"pod-template-hash": "5d9"},
            "ownerReferences": [{"kind": kind, "name": "web-5d9", "controller": True}],
            **metadata,
        },
        "spec": {"nodeName": "n0", "terminationGracePeriodSeconds": 30},
        "status": {"conditions": [{"type": "Ready", "status": "True" if ready else "False"}]},
    }


class TestPodIndex:
    def test_pods_are_counted_by_owner_whatever_the_replica_set(self) -> None:
        index = PodIndex(lambda: None)
        index.replace([pod_object("a"), pod_object("b", ready=False)])
        assert dict(index.replica_counts()) == {"shop/ReplicaSet/web": ReplicaCount(1, 2)}
        assert index.moved_by_drain("n0") == (("shop/ReplicaSet/web", 1),)

    def test_daemon_set_and_mirror_pods_stay(self) -> None:
        index = PodIndex(lambda: None)
        index.put(pod_object("d", "DaemonSet"))
        index.put(pod_object("m", "Node"))
        assert list(index.to_move("n0")) == []
        assert index.moved_by_drain("n0") == ()

    def test_a_pod_that_ends_is_not_ready_and_keeps_the_time_it_was_given(self) -> None:
        index = PodIndex(lambda: None)
        index.put(pod_object("a", deletionTimestamp="2023-11-14T22:13:50Z", deletionGracePeriodSeconds=20))
        (pod,) = index.to_move("n0")
        assert (pod.ready, pod.grace, pod.told_at) == (False, 20.0, 1_700_000_010.0)
        assert dict(index.replica_counts()) == {"shop/ReplicaSet/web": ReplicaCount(0, 0)}

    def test_a_pod_that_goes_is_forgotten(self) -> None:
        index = PodIndex(lambda: None)
        index.put(pod_object("a"))
        index.drop(pod_object("a"))
        assert (dict(index.replica_counts()), list(index.to_move("n0"))) == ({}, [])

    def test_a_new_list_is_all_there_is(self) -> None:
        index = PodIndex(lambda: None)
        index.replace([pod_object("a"), pod_object("b")])
        index.replace([pod_object("b")])
        assert [pod.name for pod in index.to_move("n0")] == ["b"]


class TestNodeMirror:
    def test_an_older_view_never_hides_a_newer_one(self) -> None:
        mirror = NodeMirror(WANTED, GROUPS, lambda: None, JumpingClock())
        mirror.put(node_object(resourceVersion="9", annotations={"pitstop/record": record_text(RECORD)}))
        mirror.put(node_object(resourceVersion="8"))
        assert mirror.fleet.nodes["n0"].record == RECORD

    def test_news_wake_and_heartbeats_of_healthy_nodes_do_not(self) -> None:
        woken: list[str] = []
        mirror = NodeMirror(WANTED, GROUPS, lambda: woken.append("news"), JumpingClock())
        healthy = node_object()
        healthy["status"]["conditions"] = [healthy["status"]["conditions"][1]]
        mirror.put(healthy)
        healthy["metadata"]["resourceVersion"] = "8"
        mirror.put(healthy)
        assert woken == ["news"]
        mirror.put(node_object(resourceVersion="9"))
        assert woken == ["news", "news"]


class TestReplacements:
    PENDING = (PendingReplacement("workers", "old", 100.0, 200.0),)

    def test_a_new_ready_node_of_the_group_is_the_replacement(self) -> None:
        fresh = {
            "early": node("early", created=100.0),
            "other": node("other", "others", created=300.0),
            "booting": node("booting", created=250.0, ready="False"),
            "new": node("new", created=300.0),
        }
        arrivals = pair(self.PENDING, fresh, fresh, now=400.0)
        assert [(entry.node, newcomer.name) for entry, newcomer in arrivals.paired] == [("old", "new")]
        assert (arrivals.pending, arrivals.given_up) == ((), ())

    def test_one_node_replaces_one(self) -> None:
        both = (*self.PENDING, PendingReplacement("workers", "older", 50.0, 150.0))
        arrivals = pair(both, {}, {"new": node("new", created=300.0)}, now=400.0)
        assert [entry.node for entry, _ in arrivals.paired] == ["older"]
        assert arrivals.pending == self.PENDING

    def test_it_is_awaited_for_an_hour(self) -> None:
        assert pair(self.PENDING, {}, {}, now=3799.0).pending == self.PENDING
        assert pair(self.PENDING, {}, {}, now=3800.0).given_up == self.PENDING

    def test_a_node_that_is_still_there_is_replaced_by_nobody(self) -> None:
        still_there = {"old": node("old", created=50.0)}
        arrivals = pair(self.PENDING, still_there, {"new": node("new", created=300.0)}, now=400.0)
        assert (arrivals.paired, arrivals.pending) == ((), self.PENDING)

    def test_another_machine_with_the_name_of_one_that_went_is_no_sign_of_it(self) -> None:
        assert has_gone(self.PENDING[0], {"old": node("old", created=300.0)})
        assert not has_gone(self.PENDING[0], {"old": node("old", created=50.0)})

    def test_who_may_go_at_any_moment_is_noted_before(self) -> None:
        drained = worked_on(node("n0"), Phase.DRAINED, since=NOON + 9)
        draining = worked_on(node("n1"), Phase.DRAINING)
        nodes = {each.name: each for each in (drained, draining)}
        noted = on_the_way((), nodes, nodes.values())
        assert noted == (PendingReplacement("workers", "n0", NOON, NOON + 9),)
        assert on_the_way(noted, {}, ()) == noted

    def test_who_was_taken_back_is_awaited_no_more(self) -> None:
        nodes = {"old": node("old", created=50.0)}
        assert on_the_way(self.PENDING, nodes, ()) == ()


def test_the_annotation_is_json_that_a_person_can_read() -> None:
    assert json.loads(record_text(RECORD)) == {
        "phase": "Draining",
        "since": "2023-11-14T22:15:00.250000Z",
        "cordoned": "2023-11-14T22:13:20.500000Z",
        "fault": "KernelDeadlock=True,1m",
        "faultSince": "2023-11-14T22:11:40.000000Z",
    }
