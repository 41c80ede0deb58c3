"""What a service offers to run on, by its own names and at its own prices: EC2, RDS and others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Final

from guardrails.core.data import load
from guardrails.figures.instance_catalog import InstanceType, catalog, find, prices_as_of

# Services name their types after the EC2 type that they run on: db.m5.large, m5.large.search.
_PREFIX = re.compile(r"^(?:db|cache|kafka|express|ml|mq|dms|dax|M2)\.")
_SUFFIX = re.compile(r"\.(?:search|elasticsearch|tpc\d.*)$")
_SHORT = re.compile(r"xl$")

_CURRENT: Final = {"t": 3, "x": 2, "z": 1, "u": 1, "g": 4, "p": 3, "i": 3, "d": 3, "ra": 3, "dc": 2}
"""The first generation of a family that AWS still recommends; 5 where it is not named."""


@dataclass(frozen=True)
class Market:
    """Where a type is bought: ``names`` are what it offers, empty where that is not known."""

    name: str
    names: tuple[str, ...] = ()
    prices: Mapping[str, float] | None = None
    as_of: str = ""
    """The date of the prices, as ``YYYY-MM-DD``."""

    def find(self, name: str) -> InstanceType:
        """The type called ``name``, at the market's own price where that is known, else at EC2's."""
        if self.prices is None:
            return find(name)
        base = _shape(name)
        own = self.prices.get(name)
        if own is not None:
            return replace(base, usd_per_hour=own, borrowed=False)
        return replace(base, borrowed=base.usd_per_hour is not None)

    @cached_property
    def offers(self) -> Sequence[InstanceType]:
        """All that can be bought, by name; what has no known price is left out."""
        if self.prices is None:
            return list(catalog().values())
        found = (self.find(name) for name in self.names or sorted(self.prices))
        return [one for one in found if one.usd_per_hour is not None]


def cheapest(offers: Iterable[InstanceType], wanted: InstanceType) -> InstanceType | None:
    """The cheapest that does the job of ``wanted``: as much of everything, of the same kind."""
    fitting = [one for one in offers if _does_the_job(one, wanted)]
    return min(fitting, key=lambda one: (one.usd_per_hour or 0, one.name), default=None)


def _does_the_job(offer: InstanceType, wanted: InstanceType) -> bool:
    return (
        wanted.vcpu is not None
        and (offer.vcpu or 0) >= wanted.vcpu
        and (offer.memory_mib or 0) >= (wanted.memory_mib or 0)
        and (offer.gpu or 0) >= (wanted.gpu or 0)
        and same_kind(offer, wanted)
        and offer.name != wanted.name
        # A family that AWS has left behind is no advice for one that is newer.
        and (offer.generation or 0) >= min(wanted.generation or 0, _CURRENT.get(offer.category, 5))
    )


def same_kind(offer: InstanceType, wanted: InstanceType) -> bool:
    """Whether software that runs on one runs on the other: architecture, credits, disks, accelerators."""
    accelerated = bool(wanted.gpu) or wanted.category in ("inf", "trn", "f", "vt", "dl")
    return (
        offer.arch == wanted.arch
        and (wanted.burstable or not offer.burstable)
        and offer.stores == wanted.stores
        and (not accelerated or offer.category == wanted.category)
        and (not offer.gpu or accelerated)
    )


def ec2_name(name: str) -> str:
    """The EC2 type behind a service's type: ``m5.large`` of ``db.m5.large``; an EC2 type stays as it is."""
    bare = _SHORT.sub("xlarge", _SUFFIX.sub("", _PREFIX.sub("", name)))
    family, dot, size = bare.partition(".")
    return f"{_data()['alike'].get(family, family)}{dot}{size}"


def _shape(name: str) -> InstanceType:
    shape = _data()["shapes"].get(name)
    if shape is not None:
        return InstanceType(name, None, shape[0], shape[1], 0, "amd64")
    ec2 = ec2_name(name)
    return replace(find(ec2), name=name, ec2=ec2)


EC2: Final = Market("EC2")


@cache
def market(service: str, engine: str | None = None) -> Market:
    """The market of a service, such as ``rds`` with the database's ``engine``; EC2's for what has none."""
    name = f"{service}-{engine}" if engine else service
    offered = load("service_types")["services"].get(name, {})
    names = tuple(
        sorted(
            f"{family}.{size}" if family else size
            for family, sizes in offered.items()
            for size in sizes.split()
        )
    )
    prices = _data()["usd_per_hour"].get(_PRICED_AS.get(name, name), {})
    return Market(name, names, prices, _data()["as_of"])


_PRICED_AS: Final = {
    "rds-mariadb": "rds-mysql",
    "rds-aurora": "rds-aurora",
    "rds-aurora-mysql": "rds-aurora",
    "rds-aurora-postgresql": "rds-aurora",
}


def dated(place: Market) -> str:
    """How old the prices are, for a message."""
    return f"prices as of {place.as_of or prices_as_of()}, us-east-1"


@cache
def _data() -> Mapping[str, Any]:
    return load("service_prices")
