"""A repair is read from what was seen, and from nothing else."""

from __future__ import annotations

from lab import repairs
from lab.repairs import Repair
from lab.timeline import TimelineEntry, TimelineStep


def test_a_whole_repair_is_told_from_fault_to_successor() -> None:
    moments = [
        TimelineEntry(0, TimelineStep.JOINED, "old", "a"),
        TimelineEntry(1, TimelineStep.FAULT, "old", "KernelDeadlock"),
        TimelineEntry(2, TimelineStep.CORDONED, "old"),
        TimelineEntry(3, TimelineStep.EVICTED, "old", "web-1"),
        TimelineEntry(4, TimelineStep.EVICTED, "old", "web-2"),
        TimelineEntry(5, TimelineStep.EMPTY, "old"),
        TimelineEntry(6, TimelineStep.REMOVED, "old", "a"),
        TimelineEntry(7, TimelineStep.JOINED, "new", "a"),
        TimelineEntry(9, TimelineStep.READY, "new"),
    ]

    (repair,) = repairs.of(moments)
    assert repair == Repair("old", "KernelDeadlock", 1, 2, 3, 5, 6, "new", 9)
    assert repair.time_to_repair == 8


def test_what_has_not_happened_is_none() -> None:
    (repair,) = repairs.of([TimelineEntry(1, TimelineStep.FAULT, "old", "KernelDeadlock")])

    assert repair == Repair("old", "KernelDeadlock", 1)
    assert repair.time_to_repair is None


def test_two_nodes_of_a_pool_do_not_share_a_successor() -> None:
    moments = [
        TimelineEntry(1, TimelineStep.FAULT, "one", "KernelDeadlock"),
        TimelineEntry(1, TimelineStep.FAULT, "two", "KernelDeadlock"),
        TimelineEntry(2, TimelineStep.CORDONED, "one"),
        TimelineEntry(2, TimelineStep.CORDONED, "two"),
        TimelineEntry(3, TimelineStep.REMOVED, "one", "a"),
        TimelineEntry(3, TimelineStep.REMOVED, "two", "a"),
        TimelineEntry(4, TimelineStep.JOINED, "three", "a"),
        TimelineEntry(5, TimelineStep.JOINED, "four", "a"),
    ]

    assert [repair.successor for repair in repairs.of(moments)] == ["three", "four"]


def test_a_node_of_another_pool_is_no_successor() -> None:
    moments = [
        TimelineEntry(1, TimelineStep.FAULT, "old", "power off"),
        TimelineEntry(2, TimelineStep.CORDONED, "old"),
        TimelineEntry(3, TimelineStep.JOINED, "stranger", "b"),
        TimelineEntry(4, TimelineStep.REMOVED, "old", "a"),
        TimelineEntry(5, TimelineStep.JOINED, "new", "a"),
    ]

    assert repairs.of(moments)[0].successor == "new"
