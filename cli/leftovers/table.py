"""The list of leftovers as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.leftovers import prices
from cli.leftovers.find import Findings
from cli.leftovers.model import Decision, Failure, Leftover

_STYLES = {Decision.DELETE: "red", Decision.UNSURE: "yellow", Decision.ALREADY_DELETING: "dim"}


def show(console: Console, cluster: str, findings: Findings) -> None:
    """Print what was found, its cost, and what could not be looked at."""
    if findings.leftovers:
        console.print(_table(cluster, findings.leftovers))
        console.print(_cost(findings.leftovers))
        for region in sorted({living.region for scope in findings.scopes for living in scope.ours}):
            console.print(
                f"[bold red]The cluster {cluster} lives in {region}:[/] this is the cluster itself, not only "
                "what it left behind. `make destroy` removes a stack in its order."
            )
    elif not findings.unseen:
        console.print(f"Nothing of the cluster {cluster} is left.")
    for hole in findings.unseen:
        where = f"{hole.kind}s in {hole.region}"
        console.print(f"[yellow]Could not look for {where}:[/] {escape(hole.error)}")


def show_failures(console: Console, failures: Sequence[Failure]) -> None:
    """Print what could not be deleted, and why."""
    for failure in failures:
        what = f"{failure.leftover.kind} {failure.leftover.id} in {failure.leftover.region}"
        console.print(f"[red]Not deleted: {what}:[/] {escape(failure.error)}")


def _table(cluster: str, leftovers: Sequence[Leftover]) -> Table:
    table = Table(title=f"Leftovers of the cluster {cluster}", title_justify="left")
    for heading in ("LeftoverKind", "Id", "Region", "Evidence"):
        table.add_column(heading, overflow="fold")
    table.add_column("USD/month", justify="right")
    table.add_column("With --delete", overflow="fold")
    for leftover in leftovers:
        cost = "?" if leftover.usd_per_month is None else f"{leftover.usd_per_month:.2f}"
        decision = leftover.decision.value + (f" ({leftover.why})" if leftover.why else "")
        row = (leftover.kind, leftover.id, leftover.region, leftover.evidence, cost, decision)
        table.add_row(*map(escape, row), style=_STYLES[leftover.decision])
    return table


def _cost(leftovers: Sequence[Leftover]) -> str:
    known = sum(leftover.usd_per_month or 0.0 for leftover in leftovers)
    unknown = sum(1 for leftover in leftovers if leftover.usd_per_month is None)
    more = f", and {unknown} of unknown price" if unknown else ""
    source = prices.origin()
    return f"{len(leftovers)} leftovers, USD {known:.2f} a month{more} ({source})"
