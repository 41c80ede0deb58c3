"""``python -m ops.drift --stack dev``: looks at everything that the stack made, and changes nothing.

Exit status: 0 all is as the settings say, 2 something is not, 1 it could not be found out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ops.drift.differences import differences
from ops.engine import EngineError, StackEngine

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


def main(arguments: Sequence[str] | None = None, root: Path = Path()) -> int:
    """Look at one stack; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.drift", description="What differs from a stack's settings."
    )
    parser.add_argument("--stack", required=True, help="the stack, such as dev")
    options = parser.parse_args(arguments)
    try:
        return report(StackEngine(options.stack, root))
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
