"""`python -m cli leftovers --stack dev`: list, and on request delete, what a cluster left behind.

Exit status: 0 nothing is left, 1 something is, 2 the account could not be looked at as a whole.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from cli.errors import CommandError
from cli.leftovers.look import Look, look_for_leftovers
from settings import from_files

FORESEEN: tuple[type[Exception], ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
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


def run(options: argparse.Namespace, root: Path) -> int:
    """List, then delete where asked; the exit status. Raises CommandError where AWS could not be asked."""
    cluster, region = _whose(options, root)
    look = Look(cluster, region, options.all_regions, options.delete, options.yes)
    try:
        return look_for_leftovers(look, Console(), time.sleep)
    except (ClientError, BotoCoreError) as error:
        raise CommandError(f"AWS could not be asked: {error}") from error


def _whose(options: argparse.Namespace, root: Path) -> tuple[str, str]:
    """Cluster and region by the stack's file; its settings aren't checked: wrong ones leave things, too."""
    cluster, region = options.cluster, options.region
    if options.stack:
        try:
            config = from_files(root, options.stack)
        except FileNotFoundError as error:
            raise CommandError(
                f"No stack file: {error.filename}; give --cluster NAME and --region instead."
            ) from error
        cluster = f"{config.project}-{config.stack}"
        region = region or config.values.get("aws:region")
    # boto3 itself knows AWS_DEFAULT_REGION alone, AWS's other SDKs AWS_REGION.
    region = region or os.environ.get("AWS_REGION") or boto3.Session().region_name
    if not region:
        raise CommandError("No region: give --region, or set AWS_REGION, or a region in your AWS profile.")
    return cluster, region
