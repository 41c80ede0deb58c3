from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pitstop.model import (
    Phase,
)
from pitstop.remedies.escalation import REMEDY_PHASES
from pitstop.shell.codec import cordon_patch, node_from, record_from, record_text
from tests.unit.pitstop.shell.objects import GROUPS, RECORD, WANTED, node_object


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


@pytest.mark.parametrize("phase", [*Phase, *REMEDY_PHASES])
def test_a_record_survives_being_written_and_read_in_every_phase(phase: str) -> None:
    record = replace(RECORD, phase=phase)
    assert record_from(record_text(record)) == record


def test_the_last_tries_of_remedies_are_read_from_their_annotations() -> None:
    tried = {"pitstop/rebooted": "2023-11-14T22:13:20Z", "pitstop/webhook-asked": "2023-11-14T22:13:30Z"}
    read = node_from(node_object(annotations=tried), WANTED, GROUPS)
    assert (read.last_tried("reboot"), read.last_tried("webhook")) == (1_700_000_000.0, 1_700_000_010.0)
    assert read.last_tried("restartService") is None


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


def test_the_annotation_is_json_that_a_person_can_read() -> None:
    assert json.loads(record_text(RECORD)) == {
        "phase": "Draining",
        "since": "2023-11-14T22:15:00.250000Z",
        "cordoned": "2023-11-14T22:13:20.500000Z",
        "fault": "KernelDeadlock=True,1m",
        "faultSince": "2023-11-14T22:11:40.000000Z",
    }
