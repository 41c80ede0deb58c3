"""Capacity without instances: from what a thing starts with to the most that it may grow to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import UNKNOWN, Unknown
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending
from guardrails.figures.bought import NOT_A_TYPE
from guardrails.figures.capacities import Capacity, capacities, unit_usd
from guardrails.figures.prices import prices

CLUSTERS: Final = {
    "aws:rds/clusterInstance:ClusterInstance": "aws:rds/cluster:Cluster",
    "aws:neptune/clusterInstance:ClusterInstance": "aws:neptune/cluster:Cluster",
}
"""Database instances that share the limits of their cluster's capacity: each may grow as far."""
TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
"""Its capacity is bought by the tasks of a service."""
_BY_INSTANCE: Final = ("ACU", "NCU")
STREAM: Final = "aws:kinesis/stream:Stream"
_ON_DEMAND_USD_PER_HOUR: Final = 0.04
# These work by the job: at rest they cost nothing.
_BY_JOB: Final = ("aws:glue/", "aws:emrserverless/", "aws:redshiftserverless/")


def price_capacity(resource: Resource, _stack: Stack) -> Iterator[Entry]:
    """One line for each kind of unit."""
    by_unit = {found.unit: found for found in capacities(resource.type, resource.props)}
    for found in by_unit.values():
        if found.unit not in _BY_INSTANCE:
            yield from _price(resource, found)


def price_serverless_instance(instance: Resource, stack: Stack) -> Iterator[Entry]:
    """An instance of class ``db.serverless``, within the limits that its cluster sets."""
    if instance.props.get("instanceClass") not in (*NOT_A_TYPE, UNKNOWN):
        return
    token = CLUSTERS[instance.type]
    cluster = stack.linked(instance, "clusterIdentifier", instance.props.get("clusterIdentifier"), token).only
    if cluster is None:
        yield Pending(instance, "clusterIdentifier (the capacity of its cluster)")
        return
    for found in capacities(cluster.type, cluster.props):
        if found.unit in _BY_INSTANCE:
            yield from _price(instance, found)


def price_stream(stream: Resource, stack: Stack) -> Iterator[Entry]:
    """A Kinesis stream by its shards, or by the hour where it is on demand."""
    mode = stream.props.get("streamModeDetails")
    kind = mode.get("streamMode") if isinstance(mode, dict) else mode
    if kind is UNKNOWN:
        yield Pending(stream, "streamModeDetails")
    elif kind == "ON_DEMAND":
        usd = _ON_DEMAND_USD_PER_HOUR * prices().hours
        yield Line(stream, "stream on demand", usd, usd)
    else:
        yield from price_capacity(stream, stack)


def _price(resource: Resource, found: Capacity) -> Iterator[Entry]:
    if isinstance(found.most, Unknown) or isinstance(found.least, Unknown):
        yield Pending(resource, found.path)
    elif found.most is not None and found.least is not None:
        least = 0.0 if resource.type.startswith(_BY_JOB) else found.least
        usd = unit_usd(found.unit) * prices().hours
        yield Line(resource, f"{least:g} to {found.most:g} {found.unit}", least * usd, found.most * usd)
