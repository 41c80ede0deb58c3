"""What a person sees while the loop runs: one line a moment, and a table at the end."""

from __future__ import annotations

import threading
import time

from rich.console import Console
from rich.table import Table

from lab.repairs import Repair
from lab.timeline import Timeline, TimelineEntry, TimelineStep

_LOOK = {
    TimelineStep.FAULT: ("red", "breaks:"),
    TimelineStep.SICK: ("red", "has the condition"),
    TimelineStep.MENDED: ("green", "is mended:"),
    TimelineStep.CORDONED: ("yellow", "is cordoned"),
    TimelineStep.UNCORDONED: ("green", "is uncordoned"),
    TimelineStep.EVICTED: ("blue", "loses pod"),
    TimelineStep.EMPTY: ("blue", "is drained"),
    TimelineStep.UNREACHABLE: ("red", "is silent (Ready=Unknown)"),
    TimelineStep.NOT_READY: ("red", "is not ready"),
    TimelineStep.READY: ("green", "is Ready"),
    TimelineStep.JOINED: ("magenta", "has joined"),
    TimelineStep.REMOVED: ("magenta", "is gone"),
    TimelineStep.BROKEN: ("yellow", "lacks Ready pods:"),
    TimelineStep.WHOLE: ("green", "is whole again:"),
    TimelineStep.EVENT: ("cyan", "event:"),
}
_TELLING = {
    TimelineStep.FAULT,
    TimelineStep.SICK,
    TimelineStep.MENDED,
    TimelineStep.EVICTED,
    TimelineStep.BROKEN,
    TimelineStep.WHOLE,
    TimelineStep.EVENT,
}


class Show:
    """Prints a timeline as it grows, from ``start`` until it is closed."""

    def __init__(self, console: Console, timeline: Timeline) -> None:
        self._console = console
        self._since = time.time()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._follow, args=[timeline], name="show", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Print no more."""
        self._closing.set()
        self._thread.join()

    def _follow(self, timeline: Timeline) -> None:
        for moment in timeline.follow(self._closing):
            if moment.at >= self._since:
                self._console.print(line(moment, self._since), highlight=False)


def line(moment: TimelineEntry, since: float) -> str:
    """One moment as rich's markup; ``since`` is second 0."""
    colour, words = _LOOK[moment.step]
    who = short(moment.node) if moment.node else "the workload"
    detail = f" {moment.detail}" if moment.step in _TELLING else ""
    return f"[dim]{moment.at - since:6.1f} s[/dim]  [{colour}]{who} {words}{detail}[/{colour}]"


def short(node: str) -> str:
    """A node's name without its domain."""
    return node.split(".", maxsplit=1)[0]


def table(repairs: list[Repair]) -> Table:
    """The repairs, in seconds from each fault."""
    result = Table(title="Seconds from the fault")
    for column in ("node", "fault"):
        result.add_column(column, no_wrap=True)
    for column in ("cordoned", "pods leave", "drained", "gone", "fresh node"):
        result.add_column(column, justify="right")
    for repair in repairs:
        times = (repair.cordoned, repair.draining, repair.empty, repair.removed, repair.ready)
        cells = ["-" if at is None else f"{at - repair.broken:.1f}" for at in times]
        result.add_row(short(repair.node), repair.fault, *cells)
    return result


def outcome(repair: Repair, engine: str) -> str:
    """What came of it, in a sentence."""
    if repair.time_to_repair is not None:
        return f"Repaired in {repair.time_to_repair:.1f} s: the fresh node is Ready, no pod is missing."
    drained = (repair.empty or repair.broken) - repair.broken
    return (
        f"Drained in {drained:.1f} s, no pod is missing. {engine} leaves the replacement to "
        "cluster-autoscaler, which is not here."
    )
