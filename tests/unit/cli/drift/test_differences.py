"""What the engine says after a look is told in a line for each resource."""

from __future__ import annotations

from typing import Any

from cli.drift.differences import differences


def step(op: str, name: str = "vpc", **more: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:dev::self-driving-eks::selfdriving:index:Network$aws:ec2/vpc:Vpc::{name}"
    return {"op": op, "urn": urn, "newState": {}, **more}


def told(*steps: dict[str, Any]) -> list[str]:
    return [str(difference) for difference in differences({"steps": steps})]


def test_looking_is_no_difference() -> None:
    assert told(step("refresh"), step("same"), step("read")) == []


def test_an_update_names_what_is_different() -> None:
    diff = {"tags.Name": {"kind": "update"}, "tags.Owner": {"kind": "add"}}
    assert told(step("refresh"), step("update", detailedDiff=diff)) == [
        "aws:ec2/vpc:Vpc vpc is different: tags.Name, tags.Owner"
    ]
    assert told(step("update", diffReasons=["tags"])) == ["aws:ec2/vpc:Vpc vpc is different: tags"]
    assert told(step("update")) == ["aws:ec2/vpc:Vpc vpc is different"]


def test_what_somebody_deleted_is_gone_and_what_is_new_was_never_made() -> None:
    assert told(step("refresh"), step("create"), step("create", "other")) == [
        "aws:ec2/vpc:Vpc other was never made",
        "aws:ec2/vpc:Vpc vpc is gone",
    ]


def test_what_the_settings_do_not_want_is_told() -> None:
    assert told(step("delete", newState=None)) == [
        "aws:ec2/vpc:Vpc vpc is there, and the settings don't want it"
    ]


def test_a_replacement_is_told_once() -> None:
    replacement = step("create-replacement", detailedDiff={"cidrBlock": {}})
    assert told(replacement, step("replace"), step("delete-replaced")) == [
        "aws:ec2/vpc:Vpc vpc is different: cidrBlock"
    ]
