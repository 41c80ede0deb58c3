"""`python -m cli preflight --stack dev`: one table, each failing line with its remedy.

Exit status: 0 the stack may go up (warnings included), 1 it would fail, 2 its settings could not be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.aws.needs import read_needs
from cli.command import add_engine_arguments, add_stack
from cli.engine.overrides import split
from cli.preflight.model import Line, Verdict
from cli.preflight.run import run as run_checks
from settings import ConfigError

FORESEEN: tuple[type[Exception], ...] = (ConfigError, FileNotFoundError)
_STYLES = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments: those of `up`, whose --config counts here too."""
    add_stack(parser)
    add_engine_arguments(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    """Check one stack; the exit status. Raises CommandError or one of FORESEEN."""
    console = Console()
    _, overrides = split(options.arguments)
    needs = read_needs(root, options.stack, overrides)
    if needs is None:
        console.print(f"The stack {options.stack} is not on AWS: there is nothing to check.")
        return 0
    lines = run_checks(needs)
    console.print(_table(options.stack, lines))
    failed = sum(1 for line in lines if line.verdict is Verdict.FAIL)
    if failed:
        console.print(f"{failed} of {len(lines)} checks failed: `make up STACK={options.stack}` would too.")
    return int(failed > 0)


def _table(stack: str, lines: Sequence[Line]) -> Table:
    table = Table(title=f"Preflight of the stack {stack}", title_justify="left")
    for heading in ("Check", "", "Found", "Remedy"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        style = _STYLES[line.verdict]
        table.add_row(
            escape(line.subject), f"[{style}]{line.verdict.value}[/]", escape(line.found), escape(line.remedy)
        )
    return table
