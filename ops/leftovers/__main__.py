"""``python -m ops.leftovers --stack dev``: list, and on request delete, what a cluster left behind.

Exit status: 0 nothing is left, 1 something is, 2 the account could not be looked at as a whole.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.prompt import Prompt

from ops.leftovers.delete import Deletion
from ops.leftovers.find import Findings, find_leftovers
from ops.leftovers.model import Failure, Fate
from ops.leftovers.table import show, show_failures
from ops.region import Region
from settings import from_files


@dataclass(frozen=True)
class _Wanted:
    """Whose leftovers, and which region is looked at where no other is asked for."""

    cluster: str
    home: str
    """Empty where nothing names one."""


def main(
    arguments: Sequence[str] | None = None,
    console: Console | None = None,
    sleep: Callable[[float], None] = time.sleep,
    root: Path = Path(),
) -> int:
    """List, then delete where asked; returns the exit status."""
    console = console or Console()
    options = _parser().parse_args(arguments)
    try:
        wanted = _wanted(options, root)
    except FileNotFoundError as error:
        console.print(f"[red]No stack file:[/] {error.filename}; give --cluster NAME and --region instead.")
        return 2
    if not wanted.home:
        console.print("[red]No region:[/] give --region, or set AWS_REGION, or a region in your AWS profile.")
        return 2
    try:
        return _run(console, options, wanted, sleep)
    except (ClientError, BotoCoreError) as error:
        console.print(f"[red]AWS could not be asked:[/] {error}")
        return 2


def _wanted(options: argparse.Namespace, root: Path) -> _Wanted:
    """What the stack's file says; its settings aren't checked: wrong ones leave things behind as well."""
    cluster, region = options.cluster, options.region
    if options.stack:
        config = from_files(root, options.stack)
        cluster = f"{config.project}-{config.stack}"
        region = region or config.values.get("aws:region")
    # boto3 itself knows AWS_DEFAULT_REGION alone, AWS's other SDKs AWS_REGION.
    return _Wanted(cluster, region or os.environ.get("AWS_REGION") or boto3.Session().region_name or "")


def _run(
    console: Console, options: argparse.Namespace, wanted: _Wanted, sleep: Callable[[float], None]
) -> int:
    enabled = Region(wanted.home).enabled_regions()
    regions = enabled if options.all_regions else [wanted.home]
    findings = find_leftovers(wanted.cluster, regions, enabled)
    show(console, wanted.cluster, findings)
    failures: list[Failure] = []
    if options.delete and any(leftover.fate is Fate.DELETE for leftover in findings.leftovers):
        if not options.yes and not _agreed(console, wanted.cluster, findings):
            console.print("Nothing was deleted.")
            return 1
        failures = Deletion(console.print, sleep).delete(findings.leftovers, findings.scopes)
        findings = find_leftovers(wanted.cluster, regions, enabled)
        show(console, wanted.cluster, findings)
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
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--stack", help="a stack of this project: its file names the cluster and the region")
    whose.add_argument("--cluster", help="the name of any cluster, whatever made it")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--region", help="the region to look at; default: the stack's, or your AWS configuration's"
    )
    where.add_argument("--all-regions", action="store_true", help="look at every region that is switched on")
    parser.add_argument("--delete", action="store_true", help="delete what is listed without doubt")
    parser.add_argument("--yes", action="store_true", help="with --delete: do not ask")
    return parser


if __name__ == "__main__":
    sys.exit(main())
