"""Which file AWS can tell anew, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from facts import files
from facts.aws.calendar import calendar
from facts.aws.fixed_prices import HOURS_PER_MONTH, fixed_prices
from facts.aws.instance_prices import UNIT, instance_prices
from facts.aws.instance_types import COLUMNS, instance_types

if TYPE_CHECKING:
    import boto3

REGION: Final = "us-east-1"
"""Of all figures. It is the cheapest of most, and has all instance types but a few."""
PRICING_REGION: Final = "us-east-1"
"""One of the few where the price list answers."""


def refreshed(name: str, session: boto3.Session, today: date) -> Mapping[str, Any]:
    """A file's content as AWS tells it ``today``.

    Raises PriceListError, and botocore's errors where AWS refuses or can't be reached.
    """
    source, content = ASKED[name](session, files.load(name))
    return {"source": source, "as_of": today.isoformat(), "region": REGION, **content}


_Asked = Callable[["boto3.Session", Mapping[str, Any]], tuple[str, Mapping[str, Any]]]
"""The file's content so far -> its source, and what AWS tells."""


def _ec2_types(session: boto3.Session, known: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    found = instance_types(session.client("ec2", region_name=REGION))
    # A type that is not sold there any more still runs in somebody's cluster.
    types = dict(sorted({**known["types"], **found}.items()))
    return "EC2 DescribeInstanceTypes", {"columns": list(COLUMNS), "types": types}


def _ec2_prices(session: boto3.Session, known: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    found = instance_prices(session.client("pricing", region_name=PRICING_REGION), REGION)
    types = dict(sorted({**known["types"], **found}.items()))
    return "AWS Price List GetProducts", {"unit": UNIT, "types": types}


def _eks_versions(session: boto3.Session, known: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    versions = calendar(session.client("eks", region_name=REGION), known["versions"])
    return "EKS DescribeClusterVersions", {"versions": versions}


def _aws_prices(session: boto3.Session, _known: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    tables = fixed_prices(session.client("pricing", region_name=PRICING_REGION), REGION)
    return "AWS Price List GetProducts", {"hours_per_month": HOURS_PER_MONTH, **tables}


ASKED: Final[Mapping[str, _Asked]] = MappingProxyType(
    {
        "ec2_types": _ec2_types,
        "ec2_prices": _ec2_prices,
        "eks_versions": _eks_versions,
        "aws_prices": _aws_prices,
    }
)
"""The files that AWS tells, by their names."""
