"""EBS volumes: what a type costs by size, by provisioned IOPS and by throughput."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from guardrails.core.data import load

KINDS: Final = ("gp2", "gp3", "io1", "io2", "st1", "sc1", "standard")


def volume_usd(kind: str, gib: float, iops: float | None = None, throughput: float | None = None) -> float:
    """USD a month of one volume; ``iops`` and ``throughput`` (MB/s) are what is provisioned.

    Raises KeyError for a type that there is not.
    """
    usd: float = gib * load("aws_prices")["usd_per_gb_month"][kind]
    price = _performance().get(kind, {})
    usd += max(0.0, (throughput or 0) - price.get("free_throughput", 0)) * price.get("throughput", 0)
    return usd + _iops_usd(iops or 0, price)


def _iops_usd(iops: float, price: Mapping[str, Any]) -> float:
    """By tiers: from a number of IOPS on, each costs so much; the highest tier first."""
    usd = 0.0
    for start, each in reversed(price.get("iops", [])):
        usd += max(0.0, iops - start) * each
        iops = min(iops, start)
    return usd


@cache
def _performance() -> Mapping[str, Mapping[str, Any]]:
    prices: Mapping[str, Mapping[str, Any]] = load("service_prices")["ebs_performance_usd_per_month"]
    return prices
