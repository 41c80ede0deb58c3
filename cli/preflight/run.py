"""Runs the checks, at once where they do not depend on each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.checks import ACCOUNT_CHECKS, LOCAL_CHECKS
from cli.preflight.model import Check, Line, Verdict, warn


def run(needs: Needs) -> list[Line]:
    """All lines, in the order of the table. Without credentials the account's checks are left out."""
    lines = [line for check in LOCAL_CHECKS for line in check(needs, Region(needs.region))]
    if any(line.subject == "credentials" and line.verdict is Verdict.FAIL for line in lines):
        return lines
    with ThreadPoolExecutor(len(ACCOUNT_CHECKS)) as pool:
        for found in pool.map(lambda check: _guarded(check, needs), ACCOUNT_CHECKS):
            lines.extend(found)
    return lines


def _guarded(check: Check, needs: Needs) -> list[Line]:
    subject = check.__name__.removeprefix("check_")
    try:
        return list(check(needs, Region(needs.region)))
    except (ClientError, BotoCoreError) as error:
        return [warn(subject, f"could not be checked: {error}", "ask for the permission that it names")]
    except ResponseParserError:
        return [warn(subject, "could not be checked: what answers here is not AWS", "check it on AWS")]
