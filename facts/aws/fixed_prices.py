"""What is billed beside instances, from AWS's price list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from facts.aws.price_list import PriceListError, Pricing, products

HOURS_PER_MONTH: Final = 730
"""AWS's own, on its price pages and in its calculator."""


@dataclass(frozen=True)
class _Item:
    """Where the price list has something: a service, a usage type without its region's prefix, a family."""

    service: str
    usage: str
    family: str | None = None


_PER_HOUR: Final = {
    "eks_control_plane_standard": (_Item("AmazonEKS", "AmazonEKS-Hours:perCluster"),),
    # Extended support is a second line on the bill.
    "eks_control_plane_extended": (
        _Item("AmazonEKS", "AmazonEKS-Hours:perCluster"),
        _Item("AmazonEKS", "AmazonEKS-Hours:extendedSupport"),
    ),
    "nat_gateway": (_Item("AmazonEC2", "NatGateway-Hours", "NAT Gateway"),),
    "interface_endpoint_per_zone": (_Item("AmazonVPC", "VpcEndpoint-Hours"),),
    "load_balancer": (_Item("AWSELB", "LoadBalancerUsage", "Load Balancer-Application"),),
    "classic_load_balancer": (_Item("AWSELB", "LoadBalancerUsage", "Load Balancer"),),
    "public_ipv4_address": (_Item("AmazonVPC", "PublicIPv4:InUseAddress"),),
}
_PER_GB: Final = {
    "nat_gateway_processed": (_Item("AmazonEC2", "NatGateway-Bytes", "NAT Gateway"),),
    "interface_endpoint_processed": (_Item("AmazonVPC", "VpcEndpoint-Bytes"),),
    "logs_ingested": (_Item("AmazonCloudWatch", "DataProcessing-Bytes"),),
}
_PER_GB_MONTH: Final = {
    "gp2": (_Item("AmazonEC2", "EBS:VolumeUsage.gp2", "Storage"),),
    "gp3": (_Item("AmazonEC2", "EBS:VolumeUsage.gp3", "Storage"),),
    "io1": (_Item("AmazonEC2", "EBS:VolumeUsage.piops", "Storage"),),
    "io2": (_Item("AmazonEC2", "EBS:VolumeUsage.io2", "Storage"),),
    "st1": (_Item("AmazonEC2", "EBS:VolumeUsage.st1", "Storage"),),
    "sc1": (_Item("AmazonEC2", "EBS:VolumeUsage.sc1", "Storage"),),
    "standard": (_Item("AmazonEC2", "EBS:VolumeUsage", "Storage"),),
    "snapshot": (_Item("AmazonEC2", "EBS:SnapshotUsage", "Storage Snapshot"),),
    "logs_stored": (_Item("AmazonCloudWatch", "TimedStorage-ByteHrs"),),
}
_PER_MONTH: Final = {
    "kms_key": (_Item("awskms", "KMS-Keys"),),
    "alarm": (_Item("AmazonCloudWatch", "CW:AlarmMonitorUsage"),),
}
TABLES: Final[Mapping[str, Mapping[str, tuple[_Item, ...]]]] = {
    "usd_per_hour": _PER_HOUR,
    "usd_per_gb": _PER_GB,
    "usd_per_gb_month": _PER_GB_MONTH,
    "usd_per_month": _PER_MONTH,
}
"""Table of the file -> name -> the items of the price list whose sum it is."""


def fixed_prices(pricing: Pricing, region: str) -> dict[str, dict[str, float]]:
    """The tables of the file with the prices of ``region``.

    Raises PriceListError where the list has no price for an item, or several.
    """
    asked: dict[_Item, float] = {}
    for table in TABLES.values():
        for item in (item for items in table.values() for item in items):
            if item not in asked:
                asked[item] = _price(pricing, region, item)
    return {
        table: {name: round(sum(asked[item] for item in items), 6) for name, items in rows.items()}
        for table, rows in TABLES.items()
    }


def _price(pricing: Pricing, region: str, item: _Item) -> float:
    attributes = {"regionCode": region} | ({"productFamily": item.family} if item.family else {})
    # Usage types begin with the region's short name (USE1-, EUC1-), with its whole name, or with neither.
    usage = re.compile(rf"(?:(?:[A-Z]{{3,4}}\d|EU)-|{re.escape(region)}-)?{re.escape(item.usage)}")
    prices = {
        product.usd
        for product in products(pricing, item.service, **attributes)
        if product.usd is not None and usage.fullmatch(product.attributes.get("usagetype", ""))
    }
    if len(prices) != 1:
        found = f"has the prices {sorted(prices)}" if prices else "has no price"
        raise PriceListError(f"{item.service} in {region} {found} for the usage type {item.usage}")
    return prices.pop()
