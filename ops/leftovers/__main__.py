"""``python -m ops.leftovers --cluster NAME``: list, and on request delete, what a cluster left behind.

Exit status: 0 nothing is left, 1 something is, 2 the account could not be looked at as a whole.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.prompt import Prompt

from ops.leftovers.delete import Deletion
from ops.leftovers.find import Findings, find_leftovers
from ops.leftovers.model import Failure, Fate
from ops.leftovers.table import show, show_failures
from ops.region import Region


def main(
    arguments: Sequence[str] | None = None,
    console: Console | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """List, then delete where asked; returns the exit status."""
    console = console or Console()
    options = _parser().parse_args(arguments)
    home = options.region or boto3.Session().region_name
    if not home:
        console.print("[red]No region:[/] give --region, or set AWS_REGION, or a region in your AWS profile.")
        return 2
    try:
        return _run(console, options, home, sleep)
    except (ClientError, BotoCoreError) as error:
        console.print(f"[red]AWS could not be asked:[/] {error}")
        return 2


def _run(console: Console, options: argparse.Namespace, home: str, sleep: Callable[[float], None]) -> int:
    enabled = Region(home).enabled_regions()
    regions = enabled if options.all_regions else [home]
    findings = find_leftovers(options.cluster, regions, enabled)
    show(console, options.cluster, findings)
    failures: list[Failure] = []
    if options.delete and any(leftover.fate is Fate.DELETE for leftover in findings.leftovers):
        if not options.yes and not _agreed(console, options.cluster, findings):
            console.print("Nothing was deleted.")
            return 1
        failures = Deletion(console.print, sleep).delete(findings.leftovers, findings.scopes)
        findings = find_leftovers(options.cluster, regions, enabled)
        show(console, options.cluster, findings)
        show_failures(console, failures)
    return exit_status(findings)


def exit_status(findings: Findings) -> int:
    """0 where nothing is left but what AWS is deleting already; 2 where a part could not be looked at."""
    if findings.unseen:
        return 2
    return int(any(leftover.fate is not Fate.GOING for leftover in findings.leftovers))


def _agreed(console: Console, cluster: str, findings: Findings) -> bool:
    count = sum(1 for leftover in findings.leftovers if leftover.fate is Fate.DELETE)
    answer = Prompt.ask(f"Type the cluster's name to delete these {count} for good", console=console)
    return answer.strip() == cluster


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ops.leftovers", description="What a cluster left behind on AWS."
    )
    parser.add_argument("--cluster", required=True, help="the cluster's name")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--region", help="the region to look at; default: your AWS configuration's")
    where.add_argument("--all-regions", action="store_true", help="look at every region that is switched on")
    parser.add_argument("--delete", action="store_true", help="delete what is listed without doubt")
    parser.add_argument("--yes", action="store_true", help="with --delete: do not ask")
    return parser


if __name__ == "__main__":
    sys.exit(main())
