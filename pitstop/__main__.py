"""``python -m pitstop --config FILE``: one replica of pitstop."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from pitstop.config import SettingsError, load
from pitstop.shell import logs
from pitstop.shell.replica import run


def main() -> int:
    """Run until told to stop; returns 2 where the settings are not usable."""
    parser = argparse.ArgumentParser(prog="pitstop", description="Takes sick Kubernetes nodes off the road.")
    parser.add_argument("--config", type=Path, required=True, help="settings file, YAML or JSON")
    arguments = parser.parse_args()
    try:
        settings = load(arguments.config)
    except SettingsError as error:
        print(f"pitstop: {error}", file=sys.stderr)  # noqa: T201
        return 2
    logs.set_up()
    asyncio.run(run(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
