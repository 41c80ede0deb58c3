"""One look at what a cluster left behind, and its deletion where that is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.prompt import Prompt

from cli.aws.region import Region
from cli.leftovers.delete import Deletion
from cli.leftovers.find import Findings, find_leftovers
from cli.leftovers.model import Decision, Failure
from cli.leftovers.table import show, show_failures


@dataclass(frozen=True)
class Look:
    """The cluster, the regions, and what happens to its leftovers."""

    cluster: str
    region: str
    """Looked at where no other is asked for."""
    all_regions: bool = False
    """Look at every region that is switched on in the account."""
    delete: bool = False
    """Delete what is listed without doubt."""
    agreed: bool = False
    """Delete without a question."""


def look_for_leftovers(look: Look, console: Console, sleep: Callable[[float], None]) -> int:
    """List, then delete where asked; the exit status.

    0: nothing is left. 1: something is. 2: a part of the account could not be looked at. Raises ClientError
    or BotoCoreError where none of it could.
    """
    enabled = Region(look.region).enabled_regions()
    regions = enabled if look.all_regions else [look.region]
    findings = find_leftovers(look.cluster, regions, enabled)
    show(console, look.cluster, findings)
    failures: list[Failure] = []
    if look.delete and any(leftover.decision is Decision.DELETE for leftover in findings.leftovers):
        if not look.agreed and not _agreed(console, look.cluster, findings):
            console.print("Nothing was deleted.")
            return 1
        failures = Deletion(console.print, sleep).delete(findings.leftovers, findings.scopes)
        findings = find_leftovers(look.cluster, regions, enabled)
        show(console, look.cluster, findings)
        show_failures(console, failures)
    return exit_status(findings)


def exit_status(findings: Findings) -> int:
    """0 where nothing is left but what AWS is deleting already; 2 where a part could not be looked at."""
    if findings.unseen:
        return 2
    return int(any(leftover.decision is not Decision.ALREADY_DELETING for leftover in findings.leftovers))


def _agreed(console: Console, cluster: str, findings: Findings) -> bool:
    count = sum(1 for leftover in findings.leftovers if leftover.decision is Decision.DELETE)
    answer = Prompt.ask(f"Type the cluster's name to delete these {count} for good", console=console)
    return answer.strip() == cluster
