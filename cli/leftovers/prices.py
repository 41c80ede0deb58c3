"""What a leftover costs a month: dated list prices, for the reader's sense of urgency and not for a bill."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Prices(BaseModel):
    """List prices in USD. ``source`` and ``read`` say where they come from and when they were read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    read: str
    region: str
    hours_per_month: float
    hourly: dict[str, float]
    gb_month: dict[str, float]
    monthly: dict[str, float]

    def running(self, what: str) -> float:
        """USD a month of something billed by the hour, such as ``nat_gateway``."""
        return self.hourly[what] * self.hours_per_month

    def stored(self, what: str, gigabytes: float) -> float | None:
        """USD a month of ``gigabytes`` kept; None where the price is not known."""
        price = self.gb_month.get(what)
        return None if price is None else price * gigabytes


@cache
def prices() -> Prices:
    """The prices of prices.json, in this folder."""
    return Prices.model_validate_json(Path(__file__).with_name("prices.json").read_bytes())
