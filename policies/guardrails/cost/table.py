"""The estimate as a table for people."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from guardrails.cost.estimate import Estimate
from guardrails.figures.instance_catalog import prices_as_of

BIGGEST: Final = 10
"""How many lines are shown one by one."""


def table(estimate: Estimate) -> Table:
    """The biggest lines, the rest in one, and the sums."""
    made = Table(box=SIMPLE_HEAD, title="Cost a month, in USD", title_justify="left", show_footer=True)
    made.add_column("Resource", footer="Sum", overflow="fold")
    made.add_column("What")
    made.add_column("Expected", footer=f"{estimate.expected:,.2f}", justify="right")
    made.add_column("Worst case", footer=f"{estimate.worst:,.2f}", justify="right")
    shown = estimate.biggest(BIGGEST)
    for line in shown:
        made.add_row(line.resource.name, line.what, f"{line.expected:,.2f}", f"{line.worst:,.2f}")
    others = len(estimate.lines) - len(shown)
    if others > 0:
        expected = estimate.expected - sum(line.expected for line in shown)
        worst = estimate.worst - sum(line.worst for line in shown)
        made.add_row(f"{others} smaller lines", "", f"{expected:,.2f}", f"{worst:,.2f}")
    return made


def notes(estimate: Estimate) -> list[str]:
    """What the figures leave out, and where they come from."""
    said = [
        "Expected: the sizes at the start. Worst case: the largest sizes, on demand.",
        f"Prices of us-east-1, instances as of {prices_as_of()}; traffic and logs are assumed.",
    ]
    if estimate.unpriced:
        kinds = Counter(f"{entry.resource.name} ({entry.why})" for entry in estimate.unpriced)
        said.append(f"Not priced, and not in the sums: {', '.join(kinds)}.")
    if estimate.pending:
        names = dict.fromkeys(f"{entry.resource.name} ({entry.where})" for entry in estimate.pending)
        said.append(f"Not known before the update, and not in the sums: {', '.join(names)}.")
    return said


def text(estimate: Estimate) -> str:
    """Table and notes as plain text, for a message."""
    buffer = StringIO()
    console = Console(file=buffer, width=100, color_system=None)
    console.print(table(estimate))
    for note in notes(estimate):
        console.print(note, highlight=False)
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip().splitlines())
