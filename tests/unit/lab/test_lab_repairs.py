"""A repair is read from what was seen, and from nothing else."""

from __future__ import annotations

from lab import repairs
from lab.repairs import Repair
from lab.timeline import Moment, Step


def test_a_whole_repair_is_told_from_fault_to_successor() -> None:
    moments = [
        Moment(0, Step.JOINED, "old", "a"),
        Moment(1, Step.FAULT, "old", "KernelDeadlock"),
        Moment(2, Step.CORDONED, "old"),
        Moment(3, Step.EVICTED, "old", "web-1"),
        Moment(4, Step.EVICTED, "old", "web-2"),
        Moment(5, Step.EMPTY, "old"),
        Moment(6, Step.REMOVED, "old", "a"),
        Moment(7, Step.JOINED, "new", "a"),
        Moment(9, Step.READY, "new"),
    ]

    (repair,) = repairs.of(moments)
    assert repair == Repair("old", "KernelDeadlock", 1, 2, 3, 5, 6, "new", 9)
    assert repair.time_to_repair == 8


def test_what_has_not_happened_is_none() -> None:
    (repair,) = repairs.of([Moment(1, Step.FAULT, "old", "KernelDeadlock")])

    assert repair == Repair("old", "KernelDeadlock", 1)
    assert repair.time_to_repair is None


def test_two_nodes_of_a_pool_do_not_share_a_successor() -> None:
    moments = [
        Moment(1, Step.FAULT, "one", "KernelDeadlock"),
        Moment(1, Step.FAULT, "two", "KernelDeadlock"),
        Moment(2, Step.CORDONED, "one"),
        Moment(2, Step.CORDONED, "two"),
        Moment(3, Step.REMOVED, "one", "a"),
        Moment(3, Step.REMOVED, "two", "a"),
        Moment(4, Step.JOINED, "three", "a"),
        Moment(5, Step.JOINED, "four", "a"),
    ]

    assert [repair.successor for repair in repairs.of(moments)] == ["three", "four"]


def test_a_node_of_another_pool_is_no_successor() -> None:
    moments = [
        Moment(1, Step.FAULT, "old", "power off"),
        Moment(2, Step.CORDONED, "old"),
        Moment(3, Step.JOINED, "stranger", "b"),
        Moment(4, Step.REMOVED, "old", "a"),
        Moment(5, Step.JOINED, "new", "a"),
    ]

    assert repairs.of(moments)[0].successor == "new"
