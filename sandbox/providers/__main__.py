"""``python -m sandbox.providers serve|inventory --state DIR``."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from sandbox.providers.cloud.snapshot import SnapshotError


def main(arguments: list[str]) -> int:
    """Runs one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.providers")
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("--state", type=Path, required=True, help="folder of the sandbox's state")
    parser.add_argument(
        "--project", type=Path, default=Path.cwd(), help="the program's folder, for charts in it"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from sandbox.providers.server import serve

    try:
        serve(options.state, options.project)
    except SnapshotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
