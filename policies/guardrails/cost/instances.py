"""Nodes: node groups, Auto Scaling groups and single instances, with their disks and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.core.checks import is_true
from guardrails.core.node_groups import SUBNET, node_group
from guardrails.core.plain import UNKNOWN, Plain, Unknown, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.disks import Disks, instance_disks, price_disks, template_disks
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.cost.templates import template_of
from guardrails.figures.instance_catalog import find
from guardrails.figures.prices import prices

_OVERRIDES: Final = "mixedInstancesPolicy.launchTemplate.overrides[].instanceType"
_ABOVE_BASE: Final = "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity"
_PUBLIC: Final = "networkInterfaces[].associatePublicIpAddress"


@dataclass(frozen=True)
class _Fleet:
    """So many instances of some types; ``spot`` is the share of them that is bought on the spot market."""

    types: list[Plain]
    expected: Plain
    worst: Plain
    spot: float | Unknown
    disks: Disks
    public: bool | Unknown
    """Whether each has a public IPv4 address."""


def price_node_group(group: Resource, stack: Stack) -> Iterator[Entry]:
    """An EKS node group: EKS takes the first type while there is any, on the spot market any of them."""
    template = template_of(stack, group)
    if isinstance(template, Unknown):
        yield Pending(group, "launchTemplate")
        return
    types = [slot.value for slot in slots(group.props, "instanceTypes[]")] or _template_types(template)
    sizes, market = node_group(group), group.props.get("capacityType")
    fleet = _Fleet(
        types or ["t3.medium"],
        sizes.desired,
        sizes.largest,
        UNKNOWN if market is UNKNOWN else float(market == "SPOT"),
        template_disks(template),
        _public(stack, group, "subnetIds", template),
    )
    yield from _price(group, fleet)


def price_scaling_group(group: Resource, stack: Stack) -> Iterator[Entry]:
    """An Auto Scaling group, with or without mixed instances."""
    template = template_of(stack, group)
    if isinstance(template, Unknown):
        yield Pending(group, "launchTemplate")
        return
    types = [slot.value for slot in slots(group.props, _OVERRIDES)] or _template_types(template)
    sizes = node_group(group)
    fleet = _Fleet(
        types,
        sizes.smallest if sizes.desired is None else sizes.desired,
        sizes.largest,
        _spot_share(group),
        template_disks(template),
        _public(stack, group, "vpcZoneIdentifiers", template),
    )
    yield from _price(group, fleet)


def price_instance(instance: Resource, stack: Stack) -> Iterator[Entry]:
    """One instance, on demand or by a spot request; what it does not say its launch template may."""
    template = template_of(stack, instance)
    if isinstance(template, Unknown):
        yield Pending(instance, "launchTemplate")
        return
    own = instance.props.get("instanceType")
    public = instance.props.get("associatePublicIpAddress")
    if public is None:
        public = _public(stack, instance, "subnetId", template)
    fleet = _Fleet(
        _template_types(template) if own is None else [own],
        1,
        1,
        1.0 if "spotInstanceRequest" in instance.type else 0.0,
        template_disks(template) if template and not _has_disks(instance) else instance_disks(instance),
        UNKNOWN if public is UNKNOWN else is_true(public),
    )
    yield from _price(instance, fleet)


def _has_disks(instance: Resource) -> bool:
    return any(instance.props.get(key) is not None for key in ("rootBlockDevice", "ebsBlockDevices"))


def _price(resource: Resource, fleet: _Fleet) -> Iterator[Entry]:
    expected, worst, spot = fleet.expected, fleet.worst, fleet.spot
    if UNKNOWN in (*fleet.types, expected, worst) or isinstance(spot, Unknown):
        yield Pending(resource, "instance types and sizes")
        return
    hourly = [find(str(name)).usd_per_hour for name in fleet.types if name is not None]
    known = [price for price in hourly if price is not None]
    if not known or len(known) < len(hourly) or not isinstance(expected, int) or not isinstance(worst, int):
        yield Unpriced(resource, f"instances of {', '.join(map(str, fleet.types)) or 'no named type'}")
        return
    usual = known[0] * (1 - spot) + sum(known) / len(known) * prices().spot_share * spot
    market = "spot" if spot == 1 else "on demand" if spot == 0 else "mixed"
    what = f"{expected} to {worst} x {fleet.types[0]}, {market}"
    yield Line(resource, what, expected * usual * prices().hours, worst * max(known) * prices().hours)
    yield from price_disks(resource, fleet.disks, expected, worst)
    if isinstance(fleet.public, Unknown):
        yield Pending(resource, "public addresses")
    elif fleet.public:
        each = prices().public_address
        what = f"{expected} to {worst} x public IPv4 address"
        yield Line(resource, what, expected * each, worst * each)


def _template_types(template: Resource | None) -> list[Plain]:
    return [] if template is None else [template.props.get("instanceType")]


def _public(stack: Stack, launched: Resource, prop: str, template: Resource | None) -> bool | Unknown:
    """Whether instances get public addresses: as the template says, else by every subnet of theirs."""
    said = [slot.value for slot in slots(template.props, _PUBLIC)] if template else []
    if said:
        return UNKNOWN if UNKNOWN in said else any(map(is_true, said))
    found = stack.linked(launched, prop, launched.props.get(prop), SUBNET)
    gives = [subnet.props.get("mapPublicIpOnLaunch") for subnet in found.members]
    if gives and all(map(is_true, gives)) and not found.missing:
        return True
    some = any(gives)
    return UNKNOWN if some and (found.missing or found.surplus or UNKNOWN in gives) else False


def _spot_share(group: Resource) -> float | Unknown:
    if value_at(group.props, "mixedInstancesPolicy") is None:
        return 0.0
    above = value_at(group.props, _ABOVE_BASE)
    if above is UNKNOWN:
        return UNKNOWN
    return 1 - above / 100 if isinstance(above, int | float) else 0.0
