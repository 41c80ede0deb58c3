"""Nodes: node groups, Auto Scaling groups and single instances, with their disks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.core.checks import is_true
from guardrails.core.node_groups import SUBNET, node_group
from guardrails.core.plain import UNKNOWN, Plain, slots, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.disks import Disks, instance_disks, template_disks
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.instance_catalog import find
from guardrails.figures.prices import prices

LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
_MIXED = "mixedInstancesPolicy.launchTemplate.overrides[].instanceType"
_DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"


@dataclass(frozen=True)
class _Fleet:
    """So many instances of some types; ``spot`` is the share of them that is bought on the spot market."""

    types: list[Plain]
    expected: Plain
    worst: Plain
    spot: float
    disks: Disks
    public: bool
    """Whether each has a public IPv4 address."""


def price_node_group(group: Resource, stack: Stack) -> Iterator[Entry]:
    """An EKS node group: EKS takes the first type while there is any, on the spot market any of them."""
    types = [slot.value for slot in slots(group.props, "instanceTypes[]")]
    template = _template(stack, group, "launchTemplate")
    if not types and template is not None:
        types = [template.props.get("instanceType")]
    sizes = node_group(group)
    spot = 1.0 if group.props.get("capacityType") == "SPOT" else 0.0
    disks = template_disks(template)
    public = _in_public_subnets(stack, group, "subnetIds")
    fleet = _Fleet(types or ["t3.medium"], sizes.desired, sizes.largest, spot, disks, public)
    yield from _price(group, fleet)


def price_scaling_group(group: Resource, stack: Stack) -> Iterator[Entry]:
    """An Auto Scaling group, with or without mixed instances."""
    mixed = value_at(group.props, "mixedInstancesPolicy") is not None
    template = _template(stack, group, "mixedInstancesPolicy" if mixed else "launchTemplate")
    types = [slot.value for slot in slots(group.props, _MIXED)]
    if not types and template is not None:
        types = [template.props.get("instanceType")]
    sizes = node_group(group)
    desired = sizes.smallest if sizes.desired is None else sizes.desired
    spot = _spot_share(group) if mixed else 0.0
    public = _in_public_subnets(stack, group, "vpcZoneIdentifiers")
    fleet = _Fleet(types, desired, sizes.largest, spot, template_disks(template), public)
    yield from _price(group, fleet)


def price_instance(instance: Resource, _stack: Stack) -> Iterator[Entry]:
    """One instance, on demand or by a spot request."""
    spot = 1.0 if "spotInstanceRequest" in instance.type else 0.0
    types = [instance.props.get("instanceType")]
    public = instance.props.get("associatePublicIpAddress") is True
    yield from _price(instance, _Fleet(types, 1, 1, spot, instance_disks(instance), public))


def _price(resource: Resource, fleet: _Fleet) -> Iterator[Entry]:
    if UNKNOWN in fleet.types or UNKNOWN in (fleet.expected, fleet.worst):
        yield Pending(resource, "instance types and sizes")
        return
    hourly = [find(str(name)).usd_per_hour for name in fleet.types if name is not None]
    known = [price for price in hourly if price is not None]
    expected, worst = fleet.expected, fleet.worst
    if not known or len(known) < len(hourly) or not isinstance(expected, int) or not isinstance(worst, int):
        yield Unpriced(resource, f"instances of {', '.join(map(str, fleet.types)) or 'no named type'}")
        return
    usual = known[0] * (1 - fleet.spot) + sum(known) / len(known) * prices().spot_share * fleet.spot
    market = "spot" if fleet.spot == 1 else "on demand" if fleet.spot == 0 else "mixed"
    what = f"{expected} to {worst} x {fleet.types[0]}, {market}"
    yield Line(resource, what, expected * usual * prices().hours, worst * max(known) * prices().hours)
    yield from _price_disks(resource, fleet.disks, expected, worst)
    if fleet.public:
        what = f"{expected} to {worst} x public IPv4 address"
        each = prices().public_address
        yield Line(resource, what, expected * each, worst * each)


def _price_disks(resource: Resource, disks: Disks, expected: int, worst: int) -> Iterator[Entry]:
    if disks.problem is None:
        what = f"{expected} to {worst} x {disks.gib:g} GiB gp3"
        yield Line(resource, what, expected * disks.usd, worst * disks.usd)
    elif disks.problem == "disk sizes":
        yield Pending(resource, disks.problem)
    else:
        yield Unpriced(resource, disks.problem)


def _template(stack: Stack, group: Resource, prop: str) -> Resource | None:
    path = (
        "launchTemplate.id"
        if prop == "launchTemplate"
        else f"{prop}.launchTemplate.launchTemplateSpecification.launchTemplateId"
    )
    return next(iter(stack.linked(group, prop, value_at(group.props, path), LAUNCH_TEMPLATE)), None)


def _in_public_subnets(stack: Stack, group: Resource, prop: str) -> bool:
    """Whether every subnet that the group may stand in gives out public addresses."""
    subnets = stack.linked(group, prop, group.props.get(prop), SUBNET)
    return bool(subnets) and all(is_true(subnet.props.get("mapPublicIpOnLaunch")) for subnet in subnets)


def _spot_share(group: Resource) -> float:
    above = value_at(group.props, f"{_DISTRIBUTION}.onDemandPercentageAboveBaseCapacity")
    return 1 - above / 100 if isinstance(above, int | float) else 0.0
