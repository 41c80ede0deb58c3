"""Which zones, and which addresses: decided here, without resources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

ZONES_WITHOUT_CONTROL_PLANE = frozenset({"use1-az3", "usw1-az2", "cac1-az3"})
"""Zone ids where EKS refuses a control plane with UnsupportedAvailabilityZoneException.

Source: EKS user guide, "VPC and subnet requirements" ("Subnet requirements for clusters"), read 2026-11-23.
"""

MAX_ZONES = 3


@dataclass(frozen=True)
class Zone:
    """A zone and its share of the VPC's range."""

    id: str
    """Zone id, such as ``use1-az1``: the same place in every account, unlike a zone's name."""
    index: int
    public: IPv4Network
    private: IPv4Network


def choose_zones(wanted: int | Sequence[str], available: Mapping[str, str]) -> tuple[str, ...]:
    """Zone ids for ``wanted``: a number of zones, or zones by id or name.

    ``available`` maps the names of the region's zones to their ids. A number takes the lowest ids, so that
    two accounts agree. Raises ValueError, which names the key, where zones are missing, unknown, repeated, or
    refuse a control plane.
    """
    fit = sorted(set(available.values()) - ZONES_WITHOUT_CONTROL_PLANE, key=_number)
    if isinstance(wanted, int):
        if len(fit) < wanted:
            raise ValueError(
                f"network.zones: {wanted} zones are not available; {len(fit)} of this region take an EKS "
                f"control plane ({', '.join(fit)}); ask for fewer, or take another region"
            )
        return tuple(fit[:wanted])
    chosen = tuple(available.get(zone, zone) for zone in wanted)
    for zone, zone_id in zip(wanted, chosen, strict=True):
        if zone_id not in fit:
            why = (
                "takes no EKS control plane" if zone_id in available.values() else "is no zone of this region"
            )
            raise ValueError(f"network.zones: {zone} {why}; choose from {', '.join(fit)}")
        if chosen.count(zone_id) > 1:
            raise ValueError(f"network.zones: {zone} is named twice, as an id and as a name; drop one")
    return chosen


def zones_elsewhere(region: str, zones: Sequence[str]) -> Sequence[str]:
    """Those of ``zones``, ids or names, that are in another region than ``region``; no account is asked."""
    return [zone for zone in zones if not zone.startswith((region, f"{_id_prefix(region)}-az"))]


def divide(cidr: IPv4Network, zone_ids: Sequence[str]) -> tuple[Zone, ...]:
    """Give each zone its subnets' ranges, in order.

    The range is cut into quarters: one for each zone's private subnet, and the last for the public ones, a
    quarter of that each. A zone's ranges depend on its place alone, so one more at the end moves none. Takes
    at most three.
    """
    *private, rest = cidr.subnets(prefixlen_diff=2)
    public = list(rest.subnets(prefixlen_diff=2))
    return tuple(
        Zone(id=zone_id, index=index, public=public[index], private=private[index])
        for index, zone_id in enumerate(zone_ids)
    )


def ipv6_ranges(block: str, index: int) -> tuple[str, str]:
    """The public and the private /64 of the zone at ``index``, out of a VPC's /56."""
    subnets = list(IPv6Network(block).subnets(new_prefix=64))
    return str(subnets[index]), str(subnets[MAX_ZONES + 1 + index])


def _number(zone_id: str) -> tuple[str, int]:
    prefix, _, number = zone_id.rpartition("-az")
    return prefix, int(number)


def _id_prefix(region: str) -> str:
    # us-east-1 -> use1, ap-southeast-2 -> apse2, us-gov-west-1 -> usgw1.
    area, *directions, number = region.split("-")
    short = "".join("".join(re.findall(r"^.|(?<=north)[ew]|(?<=south)[ew]", word)) for word in directions)
    return f"{area}{short}{number}"
