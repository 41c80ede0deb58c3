"""EC2 instance types: shapes and on-demand prices, from dated data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from guardrails.core.data import load

_FAMILY = re.compile(r"^([a-z]+)(\d*)")
_STORAGE: Final = ("d", "h", "i", "im", "is")


@dataclass(frozen=True)
class InstanceType:
    """An instance type of EC2 or of a service that names its own after EC2's; a figure is None where unknown.

    ``usd_per_hour`` is the on-demand price of Linux in us-east-1, ``memory_mib`` is in MiB.
    """

    name: str
    usd_per_hour: float | None = None
    vcpu: int | None = None
    memory_mib: int | None = None
    gpu: int | None = None
    arch: str | None = None
    ec2: str = ""
    """The EC2 type that a service's type runs on."""
    borrowed: bool = False
    """Whether the price is that EC2 type's, because the service's own is not known."""

    @property
    def family(self) -> str:
        """What stands before the first dot: ``m7i`` of ``m7i.large`` and of ``db.m7i.large``."""
        return (self.ec2 or self.name).partition(".")[0]

    @property
    def size(self) -> str:
        """What stands behind the first dot: ``large`` of ``m7i.large``."""
        return (self.ec2 or self.name).partition(".")[2]

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

    @property
    def stores(self) -> bool:
        """Whether it is made for large local disks."""
        return self.category in _STORAGE

    def __str__(self) -> str:
        price = "no known price" if self.usd_per_hour is None else f"{self.usd_per_hour:g} USD/h"
        priced = f"{price} as EC2's {self.ec2}" if self.borrowed else price
        cpus = "" if self.vcpu is None else f", {self.vcpu} vCPU"
        return f"{self.name} ({priced}{cpus})"


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


def find(name: str) -> InstanceType:
    """The EC2 type called ``name``; one without figures where the data doesn't know it."""
    return catalog().get(name) or InstanceType(name)
