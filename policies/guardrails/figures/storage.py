"""Storage that services set aside: USD a month of one GiB, or of one provisioned IOPS."""

from __future__ import annotations

from guardrails.core.data import load


def storage_usd(kind: str) -> float:
    """By the kind, such as ``rds`` or ``msk``; raises KeyError for one that there is not."""
    price: float = load("service_prices")["storage_usd_per_gib_month"][kind]
    return price
