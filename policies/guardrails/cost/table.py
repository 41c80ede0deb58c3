"""The estimate as a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from io import StringIO
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from guardrails.core.resource import Resource
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
        made.add_row(_name(line.resource), line.what, f"{line.expected:,.2f}", f"{line.worst:,.2f}")
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
        names = dict.fromkeys(f"{_name(entry.resource)} ({entry.why})" for entry in estimate.unpriced)
        said.append(f"Not priced, and not in the sums: {', '.join(names)}.")
    if estimate.by_use:
        types = _counted(entry.resource.type for entry in estimate.by_use)
        said.append(f"Billed only by what is used, and not in the sums: {types}.")
    if estimate.pending:
        names = dict.fromkeys(f"{_name(entry.resource)} ({entry.where})" for entry in estimate.pending)
        said.append(f"Not known before the update, and not in the sums: {', '.join(names)}.")
    return said


def untold(estimate: Estimate) -> str | None:
    """What the sums say nothing of, for a stack that may be within its limits; None where that is little.

    Little is what is billed by use alone, beside things that do have a price.
    """
    if not estimate.unpriced and (estimate.lines or not estimate.by_use):
        return None
    said = []
    if estimate.unpriced:
        kinds = _counted(f"{entry.resource.type} ({entry.why})" for entry in estimate.unpriced)
        said.append(f"{len(estimate.unpriced)} of no known price: {kinds}")
    if estimate.by_use:
        kinds = _counted(entry.resource.type for entry in estimate.by_use)
        said.append(f"{len(estimate.by_use)} billed only by what is used: {kinds}")
    sums = f"{estimate.expected:,.2f} USD a month, {estimate.worst:,.2f} at worst"
    return f"The estimate ({sums}) leaves out: {'; '.join(said)}."


def _counted(names: Iterable[str]) -> str:
    """Such as ``2 x a, 1 x b``, the most first."""
    counts = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} x {name}" for name, count in counts)


def _name(resource: Resource) -> str:
    """Type and name: several resources of a stack may be called the same."""
    return f"{_short(resource.type)} {resource.name}"


def _short(token: str) -> str:
    """As the engine shows it: ``aws:ec2:Vpc`` of ``aws:ec2/vpc:Vpc``."""
    package, module, name = token.split(":")
    return f"{package}:{module.partition('/')[0]}:{name}"


def text(estimate: Estimate) -> str:
    """Table and notes as plain text, for a message."""
    buffer = StringIO()
    console = Console(file=buffer, width=120, color_system=None)
    console.print(table(estimate))
    for note in notes(estimate):
        console.print(note, highlight=False)
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip().splitlines())
