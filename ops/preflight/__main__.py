"""``python -m ops.preflight --stack dev``: one table, each failing line with its remedy.

Exit status: 0 the stack may go up (warnings included), 1 it would fail, 2 its settings could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ops.preflight.model import Line, Verdict
from ops.preflight.needs import read_needs
from ops.preflight.run import run
from sandbox.engine.errors import CommandError
from sandbox.engine.overrides import split
from settings import ConfigError

_STYLES = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def main(arguments: Sequence[str] | None = None, root: Path = Path(), console: Console | None = None) -> int:
    """Check one stack; returns the exit status."""
    console = console or Console()
    parser = argparse.ArgumentParser(
        prog="python -m ops.preflight", description="What would stop `make up`.", allow_abbrev=False
    )
    parser.add_argument("--stack", required=True, help="the stack, such as dev")
    # Beside it stand the arguments of `up`, whose --config counts here too.
    options, others = parser.parse_known_args(arguments)
    try:
        _, overrides = split(others)
        needs = read_needs(root, options.stack, overrides)
    except (CommandError, ConfigError, FileNotFoundError) as error:
        console.print(str(error), markup=False)
        return 2
    if needs is None:
        console.print(f"The stack {options.stack} is not on AWS: there is nothing to check.")
        return 0
    lines = run(needs)
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


if __name__ == "__main__":
    sys.exit(main())
