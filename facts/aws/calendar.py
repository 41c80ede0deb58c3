"""EKS's support calendar, as DescribeClusterVersions tells it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_eks import EKSClient

Dates = dict[str, str | None]
"""``released``, ``standard_support_ends``, ``extended_support_ends``, as ``YYYY-MM-DD``; None: unknown."""


def calendar(eks: EKSClient, known: Mapping[str, Dates]) -> dict[str, Dates]:
    """Kubernetes minor -> its dates, oldest first. What EKS no longer lists stays as it is ``known``."""
    found = dict(known)
    for page in eks.get_paginator("describe_cluster_versions").paginate(includeAll=True):
        for version in page.get("clusterVersions", ()):
            if minor := version.get("clusterVersion"):
                found[minor] = {
                    "released": _day(version.get("releaseDate")),
                    "standard_support_ends": _day(version.get("endOfStandardSupportDate")),
                    "extended_support_ends": _day(version.get("endOfExtendedSupportDate")),
                }
    return dict(sorted(found.items(), key=lambda entry: _number(entry[0])))


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _number(minor: str) -> tuple[int, ...]:
    return tuple(int(part) for part in minor.split("."))
