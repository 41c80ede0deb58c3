"""What the observer takes a pod and a Deployment for."""

from __future__ import annotations

import pytest

from lab.api import Json
from lab.observer import condition, is_cordoned, is_movable, is_whole


def pod(phase: str = "Running", owner: str | None = "ReplicaSet") -> Json:
    owners = [{"kind": owner}] if owner else []
    return {"metadata": {"ownerReferences": owners}, "status": {"phase": phase}}


@pytest.mark.parametrize(
    ("given", "movable"),
    [
        (pod(), True),
        (pod(owner=None), True),
        (pod(owner="DaemonSet"), False),
        (pod(owner="Node"), False),
        (pod(phase="Succeeded"), False),
        (pod(phase="Failed"), False),
        (pod(phase="Pending"), True),
    ],
)
def test_a_drain_moves_what_is_neither_finished_nor_bound_to_its_node(given: Json, movable: bool) -> None:
    assert is_movable(given) is movable


@pytest.mark.parametrize(
    ("generation", "seen", "ready", "whole"), [(1, 1, 3, True), (1, 1, 2, False), (2, 1, 3, False)]
)
def test_a_deployment_is_whole_when_its_newest_form_has_all_replicas_ready(
    generation: int, seen: int, ready: int, whole: bool
) -> None:
    deployment = {
        "metadata": {"generation": generation},
        "spec": {"replicas": 3},
        "status": {"observedGeneration": seen, "readyReplicas": ready},
    }
    assert is_whole(deployment) is whole


def test_a_nodes_conditions_and_cordon_are_read() -> None:
    node = {
        "spec": {"unschedulable": True},
        "status": {"conditions": [{"type": "Ready", "status": "Unknown"}]},
    }

    assert condition(node, "Ready") == "Unknown"
    assert condition(node, "KernelDeadlock") is None
    assert is_cordoned(node)
    assert not is_cordoned({"spec": {}})
