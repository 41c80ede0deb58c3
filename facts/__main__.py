"""``python -m facts``: ask AWS for newer facts where there are credentials, copy them, tell their age."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from facts import files
from facts.aws.price_list import PriceListError
from facts.refresh import ASKED, refreshed


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or 1 where AWS was asked for a file and did not tell."""
    argparse.ArgumentParser(prog="make facts", description=__doc__).parse_args(arguments)
    today = datetime.now(UTC).date()
    session = boto3.Session()
    if session.get_credentials() is None:
        _say("No AWS credentials: nothing was asked, and these are the facts that there are.")
        failures = []
    else:
        failures = list(_refresh(session, today))
    for original, copy in files.stale_copies():
        shutil.copyfile(original, copy)
        _say(f"copied to {copy.relative_to(files.ROOT)}")
    for name in files.NAMES:
        content = files.load(name)
        _say(f"{name}: of {content['as_of']}, {_days(files.age(name, today))} ({content['source']})")
    for failure in failures:
        _say(failure)
    return int(bool(failures))


def _refresh(session: boto3.Session, today: date) -> Iterator[str]:
    """Write anew what AWS tells; what went wrong, file by file."""
    for name in ASKED:
        try:
            content = refreshed(name, session, today)
        except (BotoCoreError, ClientError, PriceListError) as error:
            yield f"{name} stays as it is: {error}"
        else:
            files.write(name, content)


def _days(count: int) -> str:
    return "today" if count == 0 else "1 day old" if count == 1 else f"{count} days old"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
