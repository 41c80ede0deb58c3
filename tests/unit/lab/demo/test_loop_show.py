"""What a person sees while the loop runs."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from rich.console import Console

from lab.demo.show import line, outcome, table
from lab.repairs import Repair
from lab.timeline import TimelineEntry, TimelineStep

NODE = "ip-10-0-0-1.eu-west-1.compute.internal"


def shown(item: object) -> str:
    console = Console(file=StringIO(), width=120)
    console.print(item)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_moment_says_when_who_and_what() -> None:
    text = shown(line(TimelineEntry(103.25, TimelineStep.FAULT, NODE, "KernelDeadlock"), since=100))

    assert text == "   3.2 s  ip-10-0-0-1 breaks: KernelDeadlock\n"


def test_a_moment_without_a_node_is_about_the_workload() -> None:
    assert shown(line(TimelineEntry(101, TimelineStep.WHOLE, "", "web"), since=100)) == (
        "   1.0 s  the workload is whole again: web\n"
    )


def test_every_kind_of_moment_can_be_shown() -> None:
    lines = [line(TimelineEntry(1, step, NODE), since=0) for step in TimelineStep]

    assert all("ip-10-0-0-1" in text for text in lines)


def test_the_table_counts_from_the_fault_and_leaves_out_what_has_not_happened() -> None:
    text = shown(table([Repair(NODE, "KernelDeadlock", 100, 102, 103.5, None)]))

    row = next(line for line in text.splitlines() if "ip-10-0-0-1" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        "ip-10-0-0-1",
        "KernelDeadlock",
        "2.0",
        "3.5",
        "-",
        "-",
        "-",
    ]


def test_the_outcome_is_the_time_to_repair_or_to_drain_where_others_have_to_replace() -> None:
    drained = Repair(NODE, "KernelDeadlock", 100.0, cordoned=105.0, empty=106.2)

    assert outcome(replace(drained, ready=112.0), "pitstop") == (
        "Repaired in 12.0 s: the fresh node is Ready, no pod is missing."
    )
    assert outcome(drained, "draino") == (
        "Drained in 6.2 s, no pod is missing. "
        "draino leaves the replacement to cluster-autoscaler, which is not here."
    )
