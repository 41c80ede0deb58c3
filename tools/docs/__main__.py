"""``python -m tools.docs [--check]``: write what is generated anew, or say what is out of date."""

from __future__ import annotations

import argparse
import sys

from tools.docs.generated import GENERATED, stale, write


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or 1 where ``--check`` finds a file out of date."""
    parser = argparse.ArgumentParser(prog="make docs", description="Generate the documentation's own parts.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; say which files are out of date"
    )
    check = parser.parse_args(arguments).check
    found = stale(GENERATED)
    if not check:
        write(found)
    verb = "is out of date; run `make docs`" if check else "written"
    for generated in found:
        sys.stdout.write(f"{generated.name}: {verb}\n")
    return int(check and bool(found))


if __name__ == "__main__":
    sys.exit(main())
