"""What a leftover costs a month: dated list prices, for the reader's sense of urgency and not for a bill."""

from __future__ import annotations

from facts.files import load


def running(what: str) -> float:
    """USD a month of something billed by the hour, such as ``nat_gateway``."""
    prices = load("aws_prices")
    usd: float = prices["usd_per_hour"][what] * prices["hours_per_month"]
    return usd


def stored(what: str, gigabytes: float) -> float | None:
    """USD a month of ``gigabytes`` kept; None where the price is not known."""
    price: float | None = load("aws_prices")["usd_per_gb_month"].get(what)
    return None if price is None else price * gigabytes


def monthly(what: str) -> float:
    """USD a month of something billed by the month, such as ``kms_key``."""
    usd: float = load("aws_prices")["usd_per_month"][what]
    return usd


def instance(instance_type: str) -> float | None:
    """USD a month on demand, whatever was agreed; None where the type's price is not known."""
    price: float | None = load("ec2_prices")["types"].get(instance_type)
    return None if price is None else price * load("aws_prices")["hours_per_month"]


def origin() -> str:
    """Where the prices are from, and when."""
    prices = load("aws_prices")
    return f"list prices of {prices['region']}, {prices['as_of']}"
