from __future__ import annotations

from cli.aws.region import Region
from cli.preflight.checks.version import check_version
from cli.preflight.model import warn
from tests.unit.cli.aws.needs import needs


def test_a_version_that_the_calendar_knows_has_no_line() -> None:
    assert list(check_version(needs(), Region("us-east-1"))) == []


def test_a_version_that_is_newer_than_the_calendar_is_a_warning_that_says_how_to_know_more() -> None:
    assert list(check_version(needs(kubernetes="1.38"), Region("us-east-1"))) == [
        warn(
            "kubernetes version",
            (
                "1.38 is newer than the calendar of 2026-11-23, which ends with 1.35: "
                "nothing is known of its support"
            ),
            "run `make facts` to ask EKS which versions there are, and how long they are supported",
        )
    ]
