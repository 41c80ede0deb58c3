from __future__ import annotations

from sandbox.wire.diff import Change, PropertyChange, differences
from sandbox.wire.values import UNKNOWN


def test_equal_inputs_have_no_differences_whatever_the_provider_filled_in() -> None:
    assert differences({"a": 1, "__defaults": ["a"]}, {"a": 1, "__defaults": []}, frozenset()) == []


def test_each_changed_property_is_named_by_its_path() -> None:
    old = {"tags": {"team": "a", "old": "x"}, "zones": ["a", "b"]}
    new = {"tags": {"team": "b", "new": "y"}, "zones": ["a", "c"]}
    assert differences(old, new, frozenset()) == [
        PropertyChange("tags.new", Change.ADD, replaces=False),
        PropertyChange("tags.old", Change.DELETE, replaces=False),
        PropertyChange("tags.team", Change.UPDATE, replaces=False),
        PropertyChange("zones[1]", Change.UPDATE, replaces=False),
    ]


def test_a_list_of_another_length_changes_as_a_whole() -> None:
    assert differences({"ids": ["a"]}, {"ids": ["a", "b"]}, frozenset()) == [
        PropertyChange("ids", Change.UPDATE, replaces=False)
    ]


def test_an_unknown_value_is_a_change() -> None:
    assert differences({"arn": "a"}, {"arn": UNKNOWN}, frozenset({"arn"})) == [
        PropertyChange("arn", Change.UPDATE, replaces=True)
    ]


def test_keys_with_dots_are_quoted_as_the_engine_does() -> None:
    (change,) = differences({"tags": {}}, {"tags": {"kubernetes.io/cluster/a": "owned"}}, frozenset())
    assert change.path == 'tags["kubernetes.io/cluster/a"]'
    assert change.top == "tags"


def test_a_nested_property_can_replace_while_its_neighbour_does_not() -> None:
    old = {"vpcConfig": {"subnetIds": ["a"], "public": True}}
    new = {"vpcConfig": {"subnetIds": ["b"], "public": False}}
    assert differences(old, new, frozenset({"vpcConfig.subnetIds"})) == [
        PropertyChange("vpcConfig.public", Change.UPDATE, replaces=False),
        PropertyChange("vpcConfig.subnetIds[0]", Change.UPDATE, replaces=True),
    ]
