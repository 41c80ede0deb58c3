"""Against botocore's model of EKS: its Stubber refuses an answer that EKS can't give."""

from __future__ import annotations

from datetime import UTC, datetime

import boto3
from botocore.stub import Stubber

from facts.aws.calendar import Dates, calendar


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def test_all_pages_are_read_and_what_is_no_longer_listed_stays() -> None:
    eks = boto3.client("eks", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    dates = {
        "releaseDate": _at("2026-10-01"),
        "endOfStandardSupportDate": _at("2027-12-01"),
        "endOfExtendedSupportDate": _at("2028-12-01"),
    }
    old: Dates = {
        "released": "2022-01-01",
        "standard_support_ends": "2023-01-01",
        "extended_support_ends": "2024-01-01",
    }
    with Stubber(eks) as answers:
        answers.add_response(
            "describe_cluster_versions",
            {"clusterVersions": [{"clusterVersion": "1.100", **dates}], "nextToken": "more"},
            {"includeAll": True},
        )
        answers.add_response(
            "describe_cluster_versions",
            {"clusterVersions": [{"clusterVersion": "1.37", "versionStatus": "STANDARD_SUPPORT"}]},
            {"includeAll": True, "nextToken": "more"},
        )
        found = calendar(eks, {"1.9": old, "1.37": old})
    assert found == {
        "1.9": old,
        "1.37": {"released": None, "standard_support_ends": None, "extended_support_ends": None},
        "1.100": {
            "released": "2026-10-01",
            "standard_support_ends": "2027-12-01",
            "extended_support_ends": "2028-12-01",
        },
    }
    assert list(found) == ["1.9", "1.37", "1.100"]
