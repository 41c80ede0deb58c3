"""``python -m ops.destroy --stack dev``: destroys a stack on AWS, and proves that nothing is left of it.

Exit status: 0 nothing is left, else that of the step that failed. Safe to interrupt and to repeat.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.prompt import Confirm

from ops.access.kubectl import AccessError
from ops.destroy.flow import Destroy
from ops.engine import EngineError, StackEngine
from ops.leftovers import __main__ as leftovers
from ops.preflight.needs import read_needs
from settings import ConfigError


def main(arguments: Sequence[str] | None = None, root: Path = Path()) -> int:
    """Destroy one stack; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ops.destroy", description="Destroys a stack on AWS.")
    parser.add_argument("--stack", required=True, help="the stack, such as dev")
    parser.add_argument("arguments", nargs="*", help="for the engine, after --")
    options = parser.parse_args(arguments)
    engine = StackEngine(options.stack, root)
    yes = os.environ.get("YES") == "1"
    try:
        needs = read_needs(root, options.stack)
        if needs is None:
            return engine.destroy(options.arguments)
        look = ["--cluster", needs.cluster, "--region", needs.region, "--delete", *(["--yes"] if yes else [])]
        destroy = Destroy(
            needs,
            engine,
            tell=lambda line: print(line, flush=True),
            confirm=lambda question: yes or Confirm.ask(question, default=False),
            prove=lambda: leftovers.main(look, Console()),
        )
        return destroy.run(options.arguments)
    except (AccessError, EngineError, ConfigError, FileNotFoundError, ClientError, BotoCoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was removed stays removed; run it again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
