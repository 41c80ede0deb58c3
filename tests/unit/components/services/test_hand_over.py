"""No step between the stack and Argo CD uninstalls, doubles or abandons a service."""

from __future__ import annotations

import pytest

from components.services.hand_over import HandOver, before, refusals


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {"headlamp": "done"}),
        ({}, {"headlamp": "none"}),
        ({"headlamp": "none"}, {"headlamp": "prepared"}),
        ({"headlamp": "prepared"}, {"headlamp": "done"}),
        ({"headlamp": "prepared"}, {"headlamp": "none"}),
        ({"headlamp": "done"}, {"headlamp": "done"}),
        ({"headlamp": "none"}, {}),
        ({"headlamp": "done"}, {}),
    ],
)
def test_a_safe_step_is_taken(then: dict[str, HandOver], now: dict[str, HandOver]) -> None:
    assert list(refusals(then, now)) == []


def test_a_service_that_is_new_needs_no_preparation_beside_one_that_was_handed_over() -> None:
    assert list(refusals({"headlamp": "done"}, {"headlamp": "done", "external-dns": "done"})) == []


def test_what_is_installed_must_be_prepared_first() -> None:
    assert list(refusals({"headlamp": "none", "external-dns": "none"}, {"headlamp": "done"})) == [
        (
            "services.argoCd.handOver = done: the stack has installed headlamp, and would uninstall that; "
            "set it to prepared, go up, then set it to done"
        )
    ]


@pytest.mark.parametrize("wanted", ["none", "prepared"])
def test_what_argo_cd_has_can_not_be_installed_beside_it(wanted: HandOver) -> None:
    then: dict[str, HandOver] = {"headlamp": "done", "external-dns": "done"}
    assert list(refusals(then, dict.fromkeys(then, wanted))) == [
        (
            f"services.argoCd.handOver = {wanted}: Argo CD has external-dns, headlamp, and nothing can be "
            'installed beside that; set it to done, or follow "The way back" in docs/gitops.md'
        )
    ]


def test_what_was_prepared_can_not_be_turned_off_because_it_would_stay() -> None:
    assert list(refusals({"headlamp": "prepared"}, {})) == [
        (
            "services.argoCd.handOver was prepared: headlamp, turned off now, would be left in the cluster, "
            "with nobody to look after it; turn it on again, set handOver to none, go up, then turn it off"
        )
    ]


def test_a_stack_that_never_was_up_has_installed_nothing() -> None:
    assert before({}, {"headlamp": "done"}) == {}


def test_a_stack_that_did_not_say_has_installed_everything_itself() -> None:
    assert before({"commands": {}}, {"headlamp": "done"}) == {"headlamp": "none"}


def test_a_stack_is_taken_at_its_word() -> None:
    outputs = {"commands": {}, "handOver": {"headlamp": "prepared"}}
    assert before(outputs, {"headlamp": "done"}) == {"headlamp": "prepared"}
