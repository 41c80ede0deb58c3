"""Disks: those of launch templates and instances, EBS volumes, and what Kubernetes claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.prices import prices

_QUANTITY = re.compile(r"^(\d+(?:\.\d+)?)(Mi|Gi|Ti|M|G|T)?$")
_GIB: Final = {"Mi": 1 / 1024, "Gi": 1, "Ti": 1024, "M": 1e6 / 2**30, "G": 1e9 / 2**30, "T": 1e12 / 2**30}


@dataclass(frozen=True)
class Disks:
    """The disks of one instance: their cost a month, and what could not be counted."""

    usd: float = 0
    gib: float = 0
    problem: str | None = None


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
    for volume in volumes:
        kind, size = value_at(volume, "volumeType") or "gp3", value_at(volume, "volumeSize")
        if UNKNOWN in (volume, kind, size):
            return Disks(problem="disk sizes")
        if kind != "gp3":
            return Disks(problem=f"{kind} disks")
        wanted = float(size) if isinstance(size, int | float) else prices().image_disk_gib
        gib += wanted
        usd += wanted * prices().gp3_gib
    return Disks(usd, gib)


def price_volume(volume: Resource, _stack: Stack) -> Iterator[Entry]:
    """An EBS volume."""
    size, kind = volume.props.get("size"), volume.props.get("type") or "gp2"
    if UNKNOWN in (size, kind):
        yield Pending(volume, "size, type")
    elif kind != "gp3" or not isinstance(size, int | float):
        yield Unpriced(volume, f"a volume of type {kind}")
    else:
        yield _gib(volume, f"{size:g} GiB gp3", float(size))


def price_claim(claim: Resource, _stack: Stack) -> Iterator[Entry]:
    """A PersistentVolumeClaim, taken to be of gp3."""
    size = value_at(claim.props, "spec.resources.requests.storage")
    if size is UNKNOWN:
        yield Pending(claim, "spec.resources.requests.storage")
    elif size is not None:
        yield from _claimed(claim, "claim", size, 1)


def price_claimed_by_values(release: Resource) -> Iterator[Entry]:
    """The volumes that a Helm release's values ask for, taken to be of gp3."""
    yield from _claims(release, release.props.get("values"), "", 1)


def _claims(release: Resource, values: Plain, path: str, replicas: Plain) -> Iterator[Entry]:
    if isinstance(values, list):
        for item in values:
            yield from _claims(release, item, path, replicas)
    if not isinstance(values, dict):
        return
    replicas = values.get("replicas", values.get("replicaCount", replicas))
    size = value_at(values, "resources.requests.storage")
    if values.get("enabled") is True and path.endswith("persistence"):
        size = values.get("size")
    if size is not None:
        yield from _claimed(release, path, size, replicas)
        return
    for key, value in values.items():
        yield from _claims(release, value, f"{path}.{key}" if path else key, replicas)


def _claimed(resource: Resource, what: str, size: Plain, replicas: Plain) -> Iterator[Entry]:
    quantity = _QUANTITY.match(str(size))
    if UNKNOWN in (size, replicas):
        yield Pending(resource, what)
    elif quantity is None or not isinstance(replicas, int):
        yield Unpriced(resource, f"a volume of {size}")
    else:
        gib = float(quantity.group(1)) * _GIB.get(quantity.group(2) or "", 1 / 2**30)
        owner = what.partition(".")[0]
        yield _gib(resource, f"{replicas} x {gib:g} GiB gp3 ({owner})", gib * replicas)


def _gib(resource: Resource, what: str, gib: float) -> Line:
    usd = gib * prices().gp3_gib
    return Line(resource, what, usd, usd)
