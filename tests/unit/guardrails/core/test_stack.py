"""What a property stands for: nothing absent equals what is not known yet."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.stack import Linked, Stack

SUBNET = "aws:ec2/subnet:Subnet"


def subnet(name: str, **props: Any) -> Resource:
    return Resource(SUBNET, name, f"urn:{name}", props)


A, B = subnet("a", id="subnet-a"), subnet("b", id="subnet-b")
NEW, OTHER = subnet("new"), subnet("other")


def linked(ids: Plain, members: list[Resource], *hints: Resource) -> Linked:
    group = Resource("group", "g", "urn:g", {}, references={"ids": tuple(hint.urn for hint in hints)})
    return Stack([*members, group]).linked(group, "ids", ids, SUBNET)


@pytest.mark.parametrize("ids", [None, []])
def test_nothing_stands_for_nothing_although_no_id_is_known(ids: Plain) -> None:
    assert linked(ids, [NEW, OTHER], NEW) == Linked([])


def test_known_ids_name_their_resources_whatever_else_went_into_the_property() -> None:
    assert linked(["subnet-a"], [A, B], A, B) == Linked([A])
    assert linked("subnet-b", [B, A]) == Linked([B])


def test_a_known_id_of_something_else_stands_for_nothing_here() -> None:
    assert linked(["subnet-far"], [A, B]) == Linked([], elsewhere=("subnet-far",))


def test_an_unknown_id_is_that_of_the_resource_that_went_into_the_property() -> None:
    assert linked(UNKNOWN, [NEW, OTHER], OTHER) == Linked([OTHER])
    assert linked([UNKNOWN, UNKNOWN], [NEW, OTHER], NEW, OTHER) == Linked([NEW, OTHER])


@pytest.mark.parametrize(("ids", "known"), [(UNKNOWN, []), ([UNKNOWN], []), (["subnet-a", UNKNOWN], [A])])
def test_an_unknown_id_without_a_hint_may_be_any(ids: Plain, known: list[Resource]) -> None:
    assert linked(ids, [A, NEW]) == Linked(known, missing=True)


def test_more_hints_than_ids_are_too_many() -> None:
    assert linked([UNKNOWN], [NEW, OTHER], NEW, OTHER) == Linked([NEW, OTHER], surplus=True)
    assert linked(UNKNOWN, [NEW, OTHER], NEW, OTHER) == Linked([NEW, OTHER], surplus=True)


def test_a_known_id_may_be_that_of_a_resource_whose_own_is_not_known() -> None:
    assert linked(["subnet-x"], [A, NEW], NEW) == Linked([NEW])
    assert linked(["subnet-x"], [A, NEW]) == Linked([], missing=True)


def test_only_one_is_the_one() -> None:
    assert Linked([A]).only is A
    assert [link.only for link in (Linked([]), Linked([A, B]), Linked([A], missing=True))] == [None] * 3
