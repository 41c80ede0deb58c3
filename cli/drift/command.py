"""`python -m cli drift --stack dev`: looks at everything that the stack made, and changes nothing.

Exit status: 0 all is as the settings say, 2 something is not, 1 it could not be found out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cli.command import add_stack
from cli.drift.differences import differences
from cli.stack_engine import StackEngine

FORESEEN: tuple[type[Exception], ...] = ()
_DRIFTED = 2


def report(engine: StackEngine) -> int:
    """Say what has drifted; returns the exit status. Raises EngineError where the engine can't look."""
    # Into memory: the state stays as the last update left it.
    found = differences(engine.plan("--refresh"))
    if not found:
        print(f"Nothing has drifted: {engine.stack} is as its settings say.")
        return 0
    print(f"Not as the settings of {engine.stack} say:")
    for difference in found:
        print(f"  {difference}")
    # Without it the engine compares the settings with what it remembers, which a hand never changed.
    repair = f"make up STACK={engine.stack} ARGS=--refresh"
    print(f"`{repair}` puts it right; what is to stay belongs into the settings.")
    return _DRIFTED


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's own arguments."""
    add_stack(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    """Look at one stack; the exit status. Raises EngineError where the engine can't look."""
    return report(StackEngine(options.stack, root))
