from __future__ import annotations

from pitstop.model import (
    PendingReplacement,
    Phase,
)
from pitstop.replacements import has_gone, on_the_way, pair
from tests.unit.pitstop.fleets import NOON, node, worked_on


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
