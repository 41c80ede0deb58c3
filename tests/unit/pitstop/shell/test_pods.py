from __future__ import annotations

from typing import Any

from pitstop.model import (
    ReplicaCount,
)
from pitstop.shell.pods import PodIndex


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
