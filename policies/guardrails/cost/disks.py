"""Disks: those of launch templates and instances, and EBS volumes of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guardrails.core.plain import UNKNOWN, Plain, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.prices import prices
from guardrails.figures.volumes import KINDS, volume_usd

_FIELDS = ("volumeType", "volumeSize", "iops", "throughput")


@dataclass(frozen=True)
class Disks:
    """The disks of one instance: their cost a month, and what could not be counted."""

    usd: float = 0
    gib: float = 0
    kinds: tuple[str, ...] = ()
    hidden: bool = False
    """Whether some can't be seen before the update."""
    unpriced: str | None = None
    """A type of disk that has no known price."""

    @property
    def what(self) -> str:
        """Such as ``20 GiB gp3``."""
        return f"{self.gib:g} GiB {', '.join(dict.fromkeys(self.kinds))}"


def template_disks(template: Resource | None) -> Disks:
    """The disks that a launch template gives each instance; without a template, the image's own."""
    mapped = slots(template.props, "blockDeviceMappings[].ebs") if template else []
    return _disks([slot.value for slot in mapped] or [{}])


def instance_disks(instance: Resource) -> Disks:
    """The disks of an instance."""
    root = value_at(instance.props, "rootBlockDevice") or {}
    return _disks([root, *(slot.value for slot in slots(instance.props, "ebsBlockDevices[]"))])


def _disks(volumes: Iterable[Plain]) -> Disks:
    usd = gib = 0.0
    kinds: list[str] = []
    for volume in volumes:
        kind, size, iops, throughput = (value_at(volume, field) for field in _FIELDS)
        if UNKNOWN in (volume, kind, size, iops, throughput):
            return Disks(hidden=True)
        # What a map from an image leaves out is the image's, and most are of gp3 now.
        kind = str(kind or "gp3")
        if kind not in KINDS:
            return Disks(unpriced=f"{kind} disks")
        wanted = _number(size) or prices().image_disk_gib
        gib += wanted
        usd += volume_usd(kind, wanted, _number(iops), _number(throughput))
        kinds.append(kind)
    return Disks(usd, gib, tuple(kinds))


def price_disks(resource: Resource, disks: Disks, expected: int, worst: int) -> Iterator[Entry]:
    """The disks of ``expected`` to ``worst`` instances."""
    if disks.hidden:
        yield Pending(resource, "disk sizes")
    elif disks.unpriced is not None:
        yield Unpriced(resource, disks.unpriced)
    else:
        what = f"{expected} to {worst} x {disks.what}"
        yield Line(resource, what, expected * disks.usd, worst * disks.usd)


def price_volume(volume: Resource, _stack: Stack) -> Iterator[Entry]:
    """An EBS volume; one of a snapshot is as large as that unless told."""
    kind, size, iops, throughput = (
        volume.props.get(field) for field in ("type", "size", "iops", "throughput")
    )
    kind = kind or "gp2"
    if UNKNOWN in (kind, size, iops, throughput):
        yield Pending(volume, "size, type, iops, throughput")
    elif kind not in KINDS:
        yield Unpriced(volume, f"a volume of type {kind}")
    elif _number(size) is None:
        yield Unpriced(volume, "a volume without a size")
    else:
        gib = float(_number(size) or 0)
        usd = volume_usd(str(kind), gib, _number(iops), _number(throughput))
        yield Line(volume, f"{gib:g} GiB {kind}", usd, usd)


def _number(value: Plain) -> float | None:
    return value if isinstance(value, int | float) else None
