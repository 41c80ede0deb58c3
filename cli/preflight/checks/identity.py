"""The identity of the credentials."""

from __future__ import annotations

from collections.abc import Iterable

from botocore.exceptions import BotoCoreError, ClientError

from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.model import Line, fail, ok, warn

SUBJECT = "credentials"
_REMEDY = "run `aws sso login`, or set AWS_PROFILE, or `aws configure`"


def check_identity(needs: Needs, region: Region) -> Iterable[Line]:
    """The account and the caller; without them nothing else can be asked."""
    try:
        caller = region.sts.get_caller_identity()
    except (ClientError, BotoCoreError) as error:
        yield fail(SUBJECT, str(error), _REMEDY)
        return
    found = f"account {caller['Account']}, {caller['Arn']}, {needs.region}"
    if caller["Arn"].endswith(":root"):
        yield warn(SUBJECT, found, "this is the account's root user: use a role instead")
    else:
        yield ok(SUBJECT, found)
