"""``python -m sandbox serve|inventory|stop --state DIR``."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from pathlib import Path

from sandbox import daemon
from sandbox.cloud.errors import SnapshotError


def main(arguments: list[str]) -> int:
    """Runs one command; returns the exit code, which for ``inventory`` is 1 where something is there."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("command", choices=["serve", "inventory", "stop"])
    parser.add_argument("--state", type=Path, required=True, help="folder of the sandbox's state")
    parser.add_argument(
        "--project", type=Path, default=Path.cwd(), help="the program's folder, for its charts"
    )
    options = parser.parse_args(arguments)
    try:
        if options.command == "serve":
            return _serve(options.state, options.project)
        if options.command == "inventory":
            return _inventory(options.state)
        daemon.stop(options.state)
    except (SnapshotError, daemon.DaemonError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _serve(state: Path, project: Path) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # moto and the SDKs take seconds to import, which the other commands need not pay.
    importlib.import_module("sandbox.server").serve(state, project)
    return 0


def _inventory(state: Path) -> int:
    found = daemon.inventory(state)
    for kind, names in found.items():
        print(kind)
        for name in names:
            print(f"  {name}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
