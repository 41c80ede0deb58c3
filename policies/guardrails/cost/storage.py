"""Storage of databases, brokers and search, by the GiB that is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.checks import is_true
from guardrails.core.plain import Unknown, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.amounts import amount, product
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.storage import storage_usd

_FREE_IOPS: Final = 3000


def price_database_storage(database: Resource, _stack: Stack) -> Iterator[Entry]:
    """What a database sets aside, twice with a standby; a class with provisioned IOPS counts these too."""
    size, iops = amount(database, "allocatedStorage", 0), amount(database, "iops", 0)
    kind, standby = database.props.get("storageType"), database.props.get("multiAz")
    if isinstance(size, Unknown) or isinstance(iops, Unknown) or isinstance(kind, Unknown):
        yield Pending(database, "allocatedStorage, storageType, iops")
    elif isinstance(standby, Unknown):
        yield Pending(database, "multiAz")
    elif size:
        provisioned = str(kind).startswith("io") or (iops > _FREE_IOPS and kind is not None)
        each = storage_usd("rds-io" if str(kind).startswith("io") else "rds") * size
        each += storage_usd("rds-iops") * iops if provisioned else 0
        usd = each * (2 if is_true(standby) else 1)
        yield Line(database, f"{size:g} GiB of storage", usd, usd)


def price_search_storage(domain: Resource, _stack: Stack) -> Iterator[Entry]:
    """Each data node's volume."""
    size, nodes = amount(domain, "ebsOptions.volumeSize", 0), amount(domain, "clusterConfig.instanceCount", 1)
    kind = value_at(domain.props, "ebsOptions.volumeType") or "gp2"
    gib = product([size, nodes])
    if isinstance(gib, Unknown) or isinstance(kind, Unknown):
        yield Pending(domain, "ebsOptions")
    elif kind not in ("gp2", "gp3", "io1"):
        yield Unpriced(domain, f"volumes of type {kind}")
    elif gib:
        usd = gib * storage_usd(f"opensearch-{kind}")
        yield Line(domain, f"{gib:g} GiB of storage", usd, usd)


def price_broker_storage(cluster: Resource, _stack: Stack) -> Iterator[Entry]:
    """Each broker's volume."""
    path = "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"
    gib = product([amount(cluster, path, 0), amount(cluster, "numberOfBrokerNodes", 1)])
    if isinstance(gib, Unknown):
        yield Pending(cluster, path)
    elif gib:
        usd = gib * storage_usd("msk")
        yield Line(cluster, f"{gib:g} GiB of storage", usd, usd)
