"""`python3 -m sandbox.toolchain ensure packages pulumi helm`: bring what is named and isn't there."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator

from sandbox.toolchain import install, packages
from sandbox.toolchain.catalog import TOOLS
from sandbox.toolchain.errors import SetupError
from sandbox.toolchain.places import Places, of_this_checkout

PACKAGES = "packages"
"""The name under which the virtual environment is asked for."""


def ensure(names: list[str], places: Places, search_path: str) -> None:
    """Bring the named tools into the checkout. Raises SetupError with the way out."""
    with _alone(places):
        for name in names:
            if name == PACKAGES:
                packages.ensure(places)
            else:
                install.ensure(TOOLS[name], places, search_path)


@contextlib.contextmanager
def _alone(places: Places) -> Iterator[None]:
    """One set-up of a checkout at a time; a second one waits."""
    places.tools.mkdir(exist_ok=True)
    with (places.tools / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up of this checkout to end ...", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """The command line; 0 when everything named is there."""
    parser = argparse.ArgumentParser(prog="python3 -m sandbox.toolchain", description=__doc__)
    parser.add_argument("action", choices=["ensure"])
    parser.add_argument(
        "names", nargs="+", choices=[PACKAGES, *TOOLS], metavar="name", help=", ".join([PACKAGES, *TOOLS])
    )
    arguments = parser.parse_args()
    try:
        ensure(arguments.names, of_this_checkout(), os.environ.get("PATH", os.defpath))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
