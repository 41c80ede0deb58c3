"""``python -m guardrails.cost [FILE]``: prints what a stack costs a month.

Reads ``pulumi stack export`` or ``pulumi preview --json`` from FILE or from the standard input.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console

from guardrails.cost.estimate import estimate
from guardrails.cost.reader import resources
from guardrails.cost.table import notes, table


def main() -> int:
    """The whole command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m guardrails.cost", description="What a stack costs a month."
    )
    parser.add_argument(
        "file", nargs="?", type=Path, help="a file with the stack's JSON; default: standard input"
    )
    file: Path | None = parser.parse_args().file
    try:
        text = file.read_text(encoding="utf-8") if file else sys.stdin.read()
        found = estimate(resources(json.loads(text)))
    except (OSError, ValueError) as error:
        Console(stderr=True).print(f"cost: {error}", highlight=False)
        return 1
    console = Console()
    console.print(table(found))
    for note in notes(found):
        console.print(note, highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
