"""Looks for what a cluster left behind, in one region or in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from cli.aws.region import Region
from cli.leftovers.kinds import KINDS
from cli.leftovers.live_clusters import LivingCluster, living_clusters
from cli.leftovers.model import GLOBAL, Leftover, Unseen
from cli.leftovers.scope import Scope
from cli.leftovers.tags import tag_map

_REGIONS_AT_ONCE = 8


@dataclass(frozen=True)
class Findings:
    """What was found, what could not be looked at, and the scopes in which it was looked for."""

    leftovers: tuple[Leftover, ...]
    unseen: tuple[Unseen, ...]
    scopes: tuple[Scope, ...]


def find_leftovers(cluster: str, regions: Sequence[str], enabled: Sequence[str]) -> Findings:
    """Everything of ``cluster`` in ``regions`` and in IAM.

    ``enabled`` are all regions of the account: what IAM keeps may serve a cluster in any of them, so the
    living are looked for everywhere. Raises ClientError where the clusters themselves cannot be listed:
    without them nothing can be told apart.
    """
    with ThreadPoolExecutor(_REGIONS_AT_ONCE) as pool:
        everywhere = sorted({*regions, *enabled})
        opened = dict(zip(everywhere, pool.map(Region, everywhere), strict=True))
        living = [c for found in pool.map(living_clusters, opened.values()) for c in found]
        scopes = [_regional(cluster, opened[name], living) for name in regions]
        scopes.append(_global(cluster, opened[regions[0]], regions, living))
        looked = list(pool.map(_look, scopes))
    leftovers = tuple(leftover for found, _ in looked for leftover in found)
    return Findings(leftovers, tuple(hole for _, holes in looked for hole in holes), tuple(scopes))


def _regional(cluster: str, region: Region, living: Sequence[LivingCluster]) -> Scope:
    pages = region.ec2.get_paginator("describe_vpcs").paginate()
    here = [c for c in living if c.region == region.name]
    return Scope(
        cluster,
        region,
        living=[c for c in here if c.name != cluster],
        ours=[c for c in here if c.name == cluster],
        vpc_tags={vpc["VpcId"]: tag_map(vpc.get("Tags")) for page in pages for vpc in page["Vpcs"]},
    )


def _global(cluster: str, region: Region, regions: Sequence[str], living: Sequence[LivingCluster]) -> Scope:
    ours = [c for c in living if c.name == cluster and c.region in regions]
    return Scope(cluster, region, living=[c for c in living if c not in ours], ours=ours, is_global=True)


def _look(scope: Scope) -> tuple[list[Leftover], list[Unseen]]:
    found: list[Leftover] = []
    holes: list[Unseen] = []
    for kind in KINDS:
        if kind.is_global is not scope.is_global:
            continue
        try:
            found.extend(kind.find(scope))
        except (ClientError, BotoCoreError) as error:
            holes.append(Unseen(kind.title, GLOBAL if scope.is_global else scope.region.name, str(error)))
    return found, holes
