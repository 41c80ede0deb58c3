"""EC2 instance types: shapes and on-demand prices, from dated data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from guardrails.core.data import load

# Services name their types after the EC2 type that they run on: db.m5.large, m5.large.search.
_SERVICE_PREFIX = re.compile(r"^(?:db|cache|kafka|ml|mq|dms|dax)\.")
_SERVICE_SUFFIX = re.compile(r"\.(?:search|elasticsearch)$")
_FAMILY = re.compile(r"^([a-z]+)(\d*)")


@dataclass(frozen=True)
class InstanceType:
    """An EC2 instance type; a figure is None where the data has none.

    ``usd_per_hour`` is the on-demand price of Linux in us-east-1, ``memory_mib`` is in MiB.
    """

    name: str
    usd_per_hour: float | None = None
    vcpu: int | None = None
    memory_mib: int | None = None
    gpu: int | None = None
    arch: str | None = None

    @property
    def family(self) -> str:
        """What stands before the first dot: ``m7i`` of ``m7i.large``."""
        return self.name.partition(".")[0]

    @property
    def size(self) -> str:
        """What stands behind the first dot: ``large`` of ``m7i.large``."""
        return self.name.partition(".")[2]

    @cached_property
    def category(self) -> str:
        """The family's letters: ``m`` of ``m7i``."""
        match = _FAMILY.match(self.family)
        return match.group(1) if match else self.family

    @cached_property
    def generation(self) -> int | None:
        """The family's number: 7 of ``m7i``."""
        match = _FAMILY.match(self.family)
        return int(match.group(2)) if match and match.group(2) else None

    @property
    def metal(self) -> bool:
        """Whether it is a whole server without a hypervisor."""
        return self.size.startswith("metal")

    @property
    def burstable(self) -> bool:
        """Whether it runs on CPU credits."""
        return self.category == "t"

    def __str__(self) -> str:
        price = "no known price" if self.usd_per_hour is None else f"{self.usd_per_hour:g} USD/h"
        cpus = "" if self.vcpu is None else f", {self.vcpu} vCPU"
        return f"{self.name} ({price}{cpus})"


@cache
def catalog() -> Mapping[str, InstanceType]:
    """All known types by name, in the order of the data: by name."""
    prices = load("ec2_prices")["types"]
    return {
        name: InstanceType(name, prices.get(name), vcpu, memory, gpu, arch)
        for name, (arch, vcpu, memory, gpu) in load("ec2_types")["types"].items()
    }


@cache
def prices_as_of() -> str:
    """The date of the prices, as ``YYYY-MM-DD``."""
    date: str = load("ec2_prices")["as_of"]
    return date


def ec2_name(name: str) -> str:
    """The EC2 type behind a service's type: ``m5.large`` of ``db.m5.large``; an EC2 type stays as it is."""
    return _SERVICE_SUFFIX.sub("", _SERVICE_PREFIX.sub("", name))


def find(name: str) -> InstanceType:
    """The type called ``name``; one without figures where the data doesn't know it."""
    return catalog().get(ec2_name(name)) or InstanceType(ec2_name(name))


def cheaper(than: InstanceType) -> Iterator[InstanceType]:
    """Types of the same architecture with at least as many vCPUs at a lower price, the most alike first."""
    if than.usd_per_hour is None or than.vcpu is None:
        return iter(())
    price, vcpu = than.usd_per_hour, than.vcpu
    found = [
        (other.vcpu - vcpu, price - other.usd_per_hour, other.name, other)
        for other in catalog().values()
        if other.usd_per_hour is not None
        and other.vcpu is not None
        and other.vcpu >= vcpu
        and other.usd_per_hour < price
        and other.arch == than.arch
    ]
    return (other for *_, other in sorted(found, key=lambda candidate: candidate[:3]))
