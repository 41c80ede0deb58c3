"""The estimate of a whole stack: every resource is priced, free, or named as not priced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Final

from guardrails.core.data import load
from guardrails.core.kubernetes import HELM
from guardrails.core.node_pools import NODE_POOLS
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost import (
    capacity,
    claims,
    disks,
    flat,
    instances,
    network,
    node_pools,
    nodes,
    releases,
    services,
    storage,
    tasks,
)
from guardrails.cost.line import ByUse, Entry, Line, Pending, Unpriced
from guardrails.figures.capacities import TYPES as CAPACITIES

Pricer = Callable[[Resource, Stack], Iterator[Entry]]

_PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:alb/loadBalancer:LoadBalancer": network.price_load_balancer,
    "aws:autoscaling/group:Group": instances.price_scaling_group,
    "aws:cloudwatch/logGroup:LogGroup": services.price_log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": services.price_alarm,
    "aws:ebs/volume:Volume": disks.price_volume,
    "aws:ec2/eip:Eip": network.price_address,
    "aws:ec2/instance:Instance": instances.price_instance,
    "aws:ec2/natGateway:NatGateway": network.price_nat_gateway,
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": instances.price_instance,
    "aws:ec2/vpcEndpoint:VpcEndpoint": network.price_endpoint,
    "aws:eks/cluster:Cluster": services.price_cluster,
    "aws:eks/nodeGroup:NodeGroup": instances.price_node_group,
    "aws:kms/key:Key": services.price_key,
    "aws:lb/loadBalancer:LoadBalancer": network.price_load_balancer,
    "kubernetes:core/v1:PersistentVolumeClaim": claims.price_claim,
    "kubernetes:core/v1:Service": network.price_service,
    "kubernetes:networking.k8s.io/v1:Ingress": network.price_ingress,
    flat.AIRFLOW: flat.price_airflow,
    flat.AUTHORITY: flat.price_authority,
    capacity.STREAM: capacity.price_stream,
    "aws:ecs/service:Service": tasks.price_tasks,
    **dict.fromkeys(flat.flat_types(), flat.price_flat),
    **dict.fromkeys(HELM, releases.price_release),
    **dict.fromkeys(NODE_POOLS, node_pools.price_node_pools),
}

_PARTS: Final[Sequence[tuple[Set[str], Pricer]]] = (
    (nodes.NODES.keys(), nodes.price_nodes),
    ({"aws:rds/instance:Instance", "aws:rds/cluster:Cluster"}, storage.price_database_storage),
    ({"aws:dms/replicationInstance:ReplicationInstance"}, storage.price_database_storage),
    ({"aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"}, storage.price_search_storage),
    ({"aws:msk/cluster:Cluster"}, storage.price_broker_storage),
    (capacity.CLUSTERS.keys(), capacity.price_serverless_instance),
    (CAPACITIES - {capacity.TASK, capacity.STREAM}, capacity.price_capacity),
)
"""What a resource consists of, each by itself."""


@dataclass(frozen=True)
class Estimate:
    """What a stack costs, in USD a month, and what could not be told."""

    lines: Sequence[Line]
    unpriced: Sequence[Unpriced]
    pending: Sequence[Pending]
    by_use: Sequence[ByUse]

    @property
    def expected(self) -> float:
        """With the sizes that the stack starts with."""
        return sum(line.expected for line in self.lines)

    @property
    def worst(self) -> float:
        """With the largest sizes, on demand."""
        return sum(line.worst for line in self.lines)

    def biggest(self, count: int) -> list[Line]:
        """The ``count`` lines that cost most, by what is expected, then by the worst case."""
        return sorted(self.lines, key=lambda line: (line.expected, line.worst), reverse=True)[:count]


def estimate(resources: Sequence[Resource]) -> Estimate:
    """The cost of ``resources``, with prices of us-east-1."""
    stack = Stack(resources)
    entries = [entry for resource in resources for entry in _entries(resource, stack)]
    return Estimate(
        [entry for entry in entries if isinstance(entry, Line)],
        [entry for entry in entries if isinstance(entry, Unpriced)],
        [entry for entry in entries if isinstance(entry, Pending)],
        [entry for entry in entries if isinstance(entry, ByUse)],
    )


def _entries(resource: Resource, stack: Stack) -> Iterator[Entry]:
    pricers = _pricers(resource.type)
    entries = [entry for pricer in pricers for entry in pricer(resource, stack)]
    yield from entries
    if entries or resource.raw_provider is None or _is(resource.type, "types"):
        return
    if _is(resource.type, "by_use"):
        yield ByUse(resource)
    elif not pricers:
        yield Unpriced(resource, "no known price")


@cache
def _pricers(resource_type: str) -> tuple[Pricer, ...]:
    whole = _PRICERS.get(resource_type)
    parts = (pricer for types, pricer in _PARTS if resource_type in types)
    return (whole,) if whole else tuple(parts)


@cache
def _is(resource_type: str, kind: str) -> bool:
    """Whether the type is free, by the kind ``types``, or billed by what is used, by ``by_use``."""
    data = load("free_types")
    if resource_type.partition(":")[0] in data["packages"]:
        return kind == "types"
    return any(fnmatchcase(resource_type, pattern) for pattern in data[kind])
