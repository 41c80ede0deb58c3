"""Zones that take a control plane, and what they offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cli.aws.needs import Needs, NodeGroupNeeds, NodePoolNeeds
from cli.aws.region import Region
from cli.preflight.model import Line, fail, ok, warn
from components.network.plan import choose_zones


def check_zones(needs: Needs, region: Region) -> Iterable[Line]:
    """The zones that the stack will use, and for each node group whether it can start everywhere there."""
    if not needs.new_vpc:
        yield ok("zones", "those of the existing VPC")
        return
    answer = region.ec2.describe_availability_zones(
        Filters=[
            {"Name": "state", "Values": ["available"]},
            {"Name": "zone-type", "Values": ["availability-zone"]},
        ]
    )
    available = {zone["ZoneName"]: zone["ZoneId"] for zone in answer["AvailabilityZones"]}
    try:
        chosen = choose_zones(needs.zones, available)
    except ValueError as error:
        yield fail(
            "zones", str(error), f"of {needs.region} there are {', '.join(sorted(available.values()))}"
        )
        return
    yield ok("zones", ", ".join(chosen))
    everywhere = sorted(set(available.values()))
    for group in needs.node_groups:
        yield _offered(region, group, chosen, everywhere)
    for pool in {pool.name: pool for pool in needs.node_pools}.values():
        yield _somewhere(region, pool, chosen, everywhere)


def _somewhere(region: Region, pool: NodePoolNeeds, chosen: Sequence[str], available: Sequence[str]) -> Line:
    """Karpenter takes in each zone what is offered there; a zone without any is all that stops it."""
    subject = f"types of {pool.name}"
    offers = _offers(region, pool.instance_types)
    return _bare(subject, pool.instance_types, offers, chosen, available) or ok(
        subject, f"some of {len(pool.instance_types)} types in all {len(chosen)} zones"
    )


def _bare(
    subject: str,
    types: Sequence[str],
    offers: Mapping[str, set[str]],
    chosen: Sequence[str],
    available: Sequence[str],
) -> Line | None:
    bare = [zone for zone in chosen if not offers.get(zone)]
    if not bare:
        return None
    better = [zone for zone in available if offers.get(zone)]
    remedy = f"set network.zones to some of {', '.join(better)}" if better else "choose other types"
    return fail(subject, f"none of {', '.join(types)} in {', '.join(bare)}", remedy)


def _offered(region: Region, group: NodeGroupNeeds, chosen: Sequence[str], available: Sequence[str]) -> Line:
    subject = f"types of {group.name}"
    offers = _offers(region, group.instance_types)
    if nowhere := _bare(subject, group.instance_types, offers, chosen, available):
        return nowhere
    partly = sorted(name for name in group.instance_types if any(name not in offers[zone] for zone in chosen))
    if partly:
        where = ", ".join(zone for zone in chosen if not set(group.instance_types) <= offers[zone])
        return warn(
            subject,
            f"{', '.join(partly)} not offered in {where}",
            "the group starts with the others; drop these types, or choose other zones",
        )
    return ok(subject, f"{len(group.instance_types)} types in all {len(chosen)} zones")


def _offers(region: Region, types: Sequence[str]) -> dict[str, set[str]]:
    """Zone id -> which of the types it offers."""
    found: dict[str, set[str]] = {}
    pages = region.ec2.get_paginator("describe_instance_type_offerings").paginate(
        LocationType="availability-zone-id", Filters=[{"Name": "instance-type", "Values": list(types)}]
    )
    for page in pages:
        for offering in page["InstanceTypeOfferings"]:
            found.setdefault(offering["Location"], set()).add(offering["InstanceType"])
    return found
