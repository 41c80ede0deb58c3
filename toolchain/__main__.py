"""`python3 -m toolchain ensure packages pulumi helm`: bring what is named and isn't there."""

from __future__ import annotations

import argparse
import os
import sys

from toolchain.bring import PACKAGES, ensure
from toolchain.catalog import TOOLS
from toolchain.errors import SetupError
from toolchain.places import of_this_checkout


def main() -> int:
    """The command line; 0 when everything named is there."""
    parser = argparse.ArgumentParser(prog="python3 -m toolchain", description=__doc__)
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
