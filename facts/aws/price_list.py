"""AWS's price list: products with their on-demand prices, as GetProducts tells them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class PriceListError(Exception):
    """The price list has no price, or more than one, for what is asked."""


class Pricing(Protocol):
    """The part of boto3's client for pricing that is used; its stubs are not among our packages."""

    def get_paginator(self, operation_name: str) -> Any:  # noqa: ANN401  (boto3's own)
        """The pager of one operation."""


@dataclass(frozen=True)
class Product:
    """One product: its attributes, its family, and its price in USD per unit; None where it has none."""

    attributes: Mapping[str, str]
    family: str
    usd: float | None


def products(pricing: Pricing, service: str, **attributes: str) -> Iterator[Product]:
    """The products of a service that have these attributes."""
    filters = [{"Type": "TERM_MATCH", "Field": key, "Value": value} for key, value in attributes.items()]
    for page in pricing.get_paginator("get_products").paginate(ServiceCode=service, Filters=filters):
        for text in page["PriceList"]:
            yield _product(json.loads(text))


def _product(listed: Mapping[str, Any]) -> Product:
    product = listed["product"]
    return Product(
        attributes=product.get("attributes", {}),
        family=product.get("productFamily", ""),
        usd=_first_price(listed.get("terms", {}).get("OnDemand", {})),
    )


def _first_price(terms: Mapping[str, Any]) -> float | None:
    """The price of the first tier that costs something: what is free for a while is not what a unit costs."""
    tiers = (
        (float(dimension.get("beginRange", 0)), float(dimension["pricePerUnit"].get("USD", 0)))
        for term in terms.values()
        for dimension in term["priceDimensions"].values()
    )
    billed = sorted((begin, usd) for begin, usd in tiers if usd > 0)
    return billed[0][1] if billed else None
