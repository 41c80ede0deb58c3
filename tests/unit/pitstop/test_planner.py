from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pitstop.fleet import Fleet
from pitstop.model import BreakerState, PendingReschedule, Phase, ReplicaCount, Scope, ScopeKind, State
from pitstop.planner import plan
from pitstop.settings import PlannerSettings
from tests.unit.pitstop.fleets import (
    DEFAULTS,
    HOUR,
    MINUTE,
    NOON,
    CountedPods,
    decide,
    healthy,
    node,
    refusals,
    sick,
    steps,
    worked_on,
)


class TestBeginning:
    def test_a_fault_is_cordoned_the_moment_its_wait_is_over(self) -> None:
        early = decide(sick(), *healthy(9), now=NOON + 59.9)
        assert steps(early) == []
        assert early.next_due == NOON + MINUTE
        assert steps(decide(sick(), *healthy(9), now=NOON + MINUTE)) == [("Cordon", "n0")]

    def test_an_action_says_why_and_since_when_it_was_due(self) -> None:
        (action,) = decide(sick(), *healthy(9), now=NOON + 62).actions
        assert action.why == "KernelDeadlock has been True for 1m2s"
        assert action.due == NOON + MINUTE

    @pytest.mark.parametrize("status", ["False", "Unknown"])
    def test_a_node_that_is_not_ready_waits_ten_minutes(self, status: str) -> None:
        patient = sick(condition="Ready", status=status, since=NOON)
        assert steps(decide(patient, *healthy(9), now=NOON + 599)) == []
        assert steps(decide(patient, *healthy(9), now=NOON + 600)) == [("Cordon", "n0")]

    def test_false_is_bad_in_the_words_of_the_eks_agent(self) -> None:
        assert steps(decide(sick(condition="KernelReady", status="False"), *healthy(9), now=NOON + 600)) == [
            ("Cordon", "n0")
        ]

    def test_pressure_is_told_and_never_acted_on(self) -> None:
        decided = decide(sick(condition="DiskPressure"), *healthy(9), now=NOON + HOUR)
        assert (steps(decided), refusals(decided)) == ([], [("Cordon", "n0", "AlertOnly")])

    def test_the_longest_due_goes_first_when_only_one_may(self) -> None:
        decided = decide(sick("late", since=NOON + 10), sick("early", since=NOON), *healthy(8))
        assert steps(decided) == [("Cordon", "early")]
        assert refusals(decided) == [("Cordon", "late", "CordonCapOfGroup")]

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"control_plane": True}, "ControlPlane"),
            ({"opted_out": True}, "OptedOut"),
            ({"created": NOON}, "TooYoung"),
            ({"leaving": True}, "BeingDeleted"),
            ({"unschedulable": True}, "CordonedBySomeoneElse"),
        ],
    )
    def test_some_nodes_are_left_alone(self, changes: dict[str, Any], why: str) -> None:
        decided = decide(sick(**changes), *healthy(9))
        assert (steps(decided), refusals(decided)) == ([], [("Cordon", "n0", why)])

    def test_a_report_that_nobody_renews_is_ignored(self) -> None:
        decided = decide(sick(heartbeat=NOON), *healthy(9), now=NOON + 901)
        assert refusals(decided) == [("Cordon", "n0", "StaleReport")]

    def test_the_silence_of_a_dead_node_is_no_stale_report(self) -> None:
        dead = sick(condition="Ready", status="Unknown", heartbeat=NOON - HOUR)
        assert steps(decide(dead, *healthy(9), now=NOON + HOUR)) == [("Cordon", "n0")]

    def test_a_pause_stops_everything_and_is_told(self) -> None:
        decided = decide(
            sick("new"), worked_on(sick("old"), Phase.DRAINING), *healthy(9), paused="Ada upgrades the CNI"
        )
        assert steps(decided) == []
        assert refusals(decided) == [("Evict", "old", "Paused"), ("Cordon", "new", "Paused")]
        assert decided.refusals[0].detail == "Ada upgrades the CNI"


class TestBreaker:
    def test_fifteen_of_twenty_sick_nodes_are_all_left_in_service(self) -> None:
        decided = decide(*(sick(f"s{index}") for index in range(15)), *healthy(5))
        assert steps(decided) == []
        assert {why for _, _, why in refusals(decided)} == {"BreakerOpenForGroup"}

    def test_it_counts_what_is_sick_before_the_wait_is_over(self) -> None:
        decided = decide(sick("due"), sick("s1", since=NOON + 100), sick("s2", since=NOON + 100), *healthy(7))
        assert refusals(decided) == [("Cordon", "due", "BreakerOpenForGroup")]

    def test_it_counts_what_others_cordoned(self) -> None:
        decided = decide(
            sick("due"), node("c1", unschedulable=True), node("c2", unschedulable=True), *healthy(7)
        )
        assert refusals(decided) == [("Cordon", "due", "BreakerOpenForGroup")]

    def test_a_group_that_grows_is_not_sick(self) -> None:
        joining = [node(f"j{index}", ready="False", created=NOON) for index in range(9)]
        assert steps(decide(sick(), *healthy(10), *joining)) == [("Cordon", "n0")]

    def test_one_sick_node_never_opens_it(self) -> None:
        assert steps(decide(sick(), *healthy(1))) == [("Cordon", "n0")]

    def test_a_dead_zone_is_left_alone(self) -> None:
        dead = [sick(f"d{index}", "Ready", "Unknown", zone="b", group=f"g{index}") for index in range(3)]
        rest = [other for index in range(3) for other in healthy(9, f"r{index}-", f"g{index}")]
        decided = decide(*dead, *rest, now=NOON + 600)
        assert refusals(decided) == [("Cordon", f"d{index}", "BreakerOpenForZone") for index in range(3)]

    def test_after_a_storm_one_node_is_tried_and_then_all_may(self) -> None:
        group = Scope(ScopeKind.GROUP, "workers")
        patients = [sick("s0"), sick("s1"), *healthy(28)]
        half_open = State(breakers={group: BreakerState(half_open=True, calm_since=NOON)})
        decided = decide(*patients, state=half_open)
        assert steps(decided) == [("Cordon", "s0")]
        assert refusals(decided) == [("Cordon", "s1", "BreakerHalfOpen")]
        later = decide(*patients, state=half_open, now=NOON + 5 * MINUTE)
        assert steps(later) == [("Cordon", "s0"), ("Cordon", "s1")]
        assert later.state.breakers == {}

    def test_it_pauses_a_drain_that_runs_and_lets_a_drained_node_go(self) -> None:
        settings = PlannerSettings.model_validate({"replace": {"strategy": "autoScaling"}})
        storm = [sick(f"s{index}") for index in range(10)]
        decided = decide(
            worked_on(sick("draining"), Phase.DRAINING),
            worked_on(sick("drained"), Phase.DRAINED),
            *storm,
            settings=settings,
        )
        assert steps(decided) == [("Replace", "drained")]
        assert ("Evict", "draining", "BreakerOpenForGroup") in refusals(decided)


class TestDraining:
    def test_a_cordoned_node_is_drained_at_once(self) -> None:
        decided = decide(worked_on(sick(), Phase.CORDONED), *healthy(9))
        assert steps(decided) == [("Drain", "n0")]
        assert decided.state.starts == {"workers": (NOON + 2 * MINUTE,)}

    def test_a_drain_that_has_begun_goes_on_and_does_not_begin_again(self) -> None:
        decided = decide(worked_on(sick(), Phase.DRAINING), *healthy(9))
        assert steps(decided) == [("Evict", "n0")]
        assert decided.state.starts == {}

    def test_the_next_drain_of_a_group_waits_for_the_moved_pods(self) -> None:
        state = State(pending_reschedules=(PendingReschedule("workers", "gone", NOON, (("web", 3),)),))
        patients = [worked_on(sick(), Phase.CORDONED), *healthy(9)]
        waiting = decide(*patients, state=state, pods=CountedPods({"web": ReplicaCount(2, 3)}))
        assert refusals(waiting) == [("Drain", "n0", "DrainCapOfGroup")]
        assert steps(decide(*patients, state=state, pods=CountedPods({"web": ReplicaCount(3, 3)}))) == [
            ("Drain", "n0")
        ]

    def test_a_drain_of_which_nothing_is_remembered_holds_its_place_all_the_same(self) -> None:
        running, next_one = worked_on(sick("n1"), Phase.DRAINING), worked_on(sick("n2"), Phase.CORDONED)
        decided = decide(running, next_one, *healthy(18))
        assert steps(decided) == [("Evict", "n1")]
        assert refusals(decided) == [("Drain", "n2", "DrainCapOfGroup")]

    def test_another_group_does_not_wait(self) -> None:
        state = State(pending_reschedules=(PendingReschedule("others", "gone", NOON, (("web", 3),)),))
        assert steps(decide(worked_on(sick(), Phase.CORDONED), *healthy(9), state=state)) == [("Drain", "n0")]

    def test_what_it_will_move_is_remembered_before_it_moves(self) -> None:
        pods = CountedPods({"web": ReplicaCount(3, 3)}, {"n0": (("web", 3),)})
        decided = decide(worked_on(sick(), Phase.CORDONED), *healthy(9), pods=pods)
        assert decided.state.pending_reschedules == (
            PendingReschedule("workers", "n0", NOON + 2 * MINUTE, (("web", 3),)),
        )

    def test_a_group_has_six_drains_an_hour(self) -> None:
        state = State(starts={"workers": tuple(NOON - index for index in range(6))})
        patient = worked_on(sick(), Phase.CORDONED)
        assert refusals(decide(patient, *healthy(9), state=state)) == [("Drain", "n0", "DrainCapPerHour")]
        later = decide(patient, *healthy(9), state=state, now=NOON + HOUR)
        assert steps(later) == [("Drain", "n0")]

    def test_a_drain_waits_for_the_window_and_a_cordon_does_not(self) -> None:
        # NOON is a Tuesday, 22:13 UTC.
        settings = PlannerSettings.model_validate(
            {"windows": [{"days": ["Wed"], "start": "02:00", "end": "04:00"}]}
        )
        decided = decide(sick("new"), worked_on(sick("old"), Phase.CORDONED), *healthy(18), settings=settings)
        assert steps(decided) == [("Cordon", "new")]
        assert refusals(decided) == [("Drain", "old", "OutsideWindow")]

    def test_it_stops_when_the_fault_goes_away(self) -> None:
        assert steps(decide(worked_on(node(), Phase.DRAINING), *healthy(9))) == [("StopDrain", "n0")]

    def test_a_blocked_drain_is_tried_again_an_hour_later(self) -> None:
        patient = worked_on(sick(), Phase.BLOCKED)
        assert refusals(decide(patient, *healthy(9), now=NOON + HOUR - 1)) == [
            ("Drain", "n0", "EvictionRefused")
        ]
        assert steps(decide(patient, *healthy(9), now=NOON + HOUR)) == [("Drain", "n0")]


class TestFinishing:
    def test_a_node_is_taken_back_after_ten_healthy_minutes(self) -> None:
        patient = worked_on(node(quiet_since=NOON + MINUTE), Phase.CORDONED)
        assert steps(decide(patient, *healthy(9), now=NOON + 11 * MINUTE - 1)) == []
        assert steps(decide(patient, *healthy(9), now=NOON + 11 * MINUTE)) == [("Uncordon", "n0")]

    def test_a_node_that_somebody_else_cordoned_is_never_taken_back(self) -> None:
        assert steps(decide(node(unschedulable=True), *healthy(9), now=NOON + HOUR)) == []

    def test_a_node_that_somebody_uncordoned_is_given_back(self) -> None:
        patient = replace(worked_on(sick(), Phase.DRAINING), unschedulable=False)
        assert steps(decide(patient, *healthy(9))) == [("Forget", "n0")]

    @pytest.mark.parametrize(("strategy", "expected"), [("autoScaling", [("Replace", "n0")]), ("leave", [])])
    def test_a_drained_node_is_replaced_or_left_to_the_autoscaler(
        self, strategy: str, expected: list[tuple[str, str]]
    ) -> None:
        settings = PlannerSettings.model_validate({"replace": {"strategy": strategy}})
        decided = decide(worked_on(sick(), Phase.DRAINED), *healthy(9), settings=settings)
        assert steps(decided) == expected

    @pytest.mark.parametrize(
        ("strategy", "expected"),
        [
            ("autoScaling", []),
            ("leave", []),
            ("owner", [("Replace", "n0")]),
            ("deleteNode", [("Replace", "n0")]),
        ],
    )
    def test_a_drained_node_of_karpenter_is_deleted_or_left_to_it_and_never_rebooted(
        self, strategy: str, expected: list[tuple[str, str]]
    ) -> None:
        settings = PlannerSettings.model_validate(
            {"replace": {"strategy": strategy}, "reboot": {"enabled": True}}
        )
        decided = decide(worked_on(sick(karpenter=True), Phase.DRAINED), *healthy(9), settings=settings)
        assert steps(decided) == expected

    def test_a_node_that_is_being_deleted_is_not_taken_back(self) -> None:
        patient = worked_on(node(leaving=True), "Replacing")
        assert steps(decide(patient, *healthy(9), now=NOON + 2 * HOUR)) == []

    def test_a_drained_node_without_a_fault_is_not_replaced_and_comes_back_if_nobody_removes_it(self) -> None:
        settings = PlannerSettings.model_validate({"replace": {"strategy": "autoScaling"}})
        patient = worked_on(node(), Phase.DRAINED)
        soon = decide(patient, *healthy(9), settings=settings, now=NOON + 20 * MINUTE)
        assert (steps(soon), refusals(soon)) == ([], [("Replace", "n0", "Recovered")])
        assert steps(decide(patient, *healthy(9), settings=settings, now=NOON + HOUR)) == [("Uncordon", "n0")]

    def test_a_node_that_stays_after_it_was_told_to_go_is_stuck(self) -> None:
        decided = decide(worked_on(sick(), "Replacing"), *healthy(9), now=NOON + HOUR)
        assert (steps(decided), refusals(decided)) == ([], [("Replace", "n0", "NotReplaced")])

    def test_a_reboot_goes_first_and_only_once(self) -> None:
        settings = PlannerSettings.model_validate(
            {"replace": {"strategy": "autoScaling"}, "reboot": {"enabled": True}}
        )
        first = decide(worked_on(sick(), Phase.DRAINED), *healthy(9), settings=settings)
        assert steps(first) == [("Reboot", "n0")]
        again = worked_on(sick(tried=(("reboot", NOON - HOUR),)), Phase.DRAINED)
        assert steps(decide(again, *healthy(9), settings=settings)) == [("Replace", "n0")]

    def test_a_reboot_that_is_no_help_leads_to_a_replacement(self) -> None:
        settings = PlannerSettings.model_validate({"replace": {"strategy": "autoScaling"}})
        patient = worked_on(sick(), "Rebooting")
        assert steps(decide(patient, *healthy(9), settings=settings, now=NOON + 599)) == []
        assert steps(decide(patient, *healthy(9), settings=settings, now=NOON + 600)) == [("Replace", "n0")]


def test_the_same_view_gives_the_same_plan() -> None:
    fleet = Fleet([sick(), *healthy(9)])
    first = plan(fleet, CountedPods(), DEFAULTS, State(), NOON + 2 * MINUTE)
    assert plan(fleet, CountedPods(), DEFAULTS, State(), NOON + 2 * MINUTE) == first
