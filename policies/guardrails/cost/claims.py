"""Volumes that Kubernetes claims: by a PersistentVolumeClaim, or by the values of a Helm release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.volumes import volume_usd

_QUANTITY = re.compile(r"^(\d+(?:\.\d+)?)(Mi|Gi|Ti|M|G|T)?$")
_GIB: Final = {"Mi": 1 / 1024, "Gi": 1, "Ti": 1024, "M": 1e6 / 2**30, "G": 1e9 / 2**30, "T": 1e12 / 2**30}


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
    usd = volume_usd("gp3", gib)
    return Line(resource, what, usd, usd)
