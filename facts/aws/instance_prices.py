"""On-demand prices of EC2 instance types, from AWS's price list."""

from __future__ import annotations

from typing import Final

from facts.aws.price_list import Pricing, products

UNIT: Final = "USD per hour, Linux, on demand, shared tenancy"
_LINUX_ON_DEMAND: Final = {
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "preInstalledSw": "NA",
    "capacitystatus": "Used",
}


def instance_prices(pricing: Pricing, region: str) -> dict[str, float]:
    """Name -> USD per hour in ``region``, by name."""
    found = products(pricing, "AmazonEC2", regionCode=region, **_LINUX_ON_DEMAND)
    return dict(
        sorted(
            (product.attributes["instanceType"], product.usd)
            for product in found
            if product.usd is not None and "instanceType" in product.attributes
        )
    )
