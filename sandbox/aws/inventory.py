"""What is there: everything that a program made in moto, and the records. Empty after a destroy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from moto.core.base_backend import BackendDict

from sandbox.aws.resource import kinds
from sandbox.cloud.listing import Listing, by_call
from sandbox.cloud.moto_api import client
from sandbox.cloud.records import Records

_GLOBAL_REGION: Final = "us-east-1"
_OF_NO_TYPE: Final = (
    by_call("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
)
"""What AWS itself makes for something else, and what may stay when that goes."""


def inventory(records: Records) -> dict[str, list[str]]:
    """Names by kind and region, such as ``ec2 Vpcs in eu-west-1``; kinds that have none are left out."""
    found: dict[str, list[str]] = {}
    used = sorted({(str(backends.service_name), region) for backends, region in _used()})
    for listing in listings():
        regions = [region for service, region in used if service == listing.service]
        for region in [_GLOBAL_REGION] if listing.is_global and regions else regions:
            where = "" if listing.is_global else f" in {region}"
            if names := sorted(listing.names(client(listing.service, region))):
                found[f"{listing.service} {listing.what}{where}"] = names
    for table, rows in sorted(records.tables.items()):
        if rows:
            found[f"recorded {table}"] = sorted(" / ".join(key) for key in rows)
    return found


def listings() -> list[Listing]:
    """Every list that the provider's types name."""
    named = [kind.listed for kind in kinds().values() if isinstance(kind.listed, Listing)]
    return [*named, *_OF_NO_TYPE]


def _used() -> Iterator[tuple[Any, str]]:
    tracking: Any = BackendDict
    for backends in tracking._instances:
        for _, region, _ in backends.iter_backends():
            yield backends, region
