"""The estimate of a whole stack: every resource is priced, free, or named as not priced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Final

from guardrails.core.data import load
from guardrails.core.kubernetes import HELM
from guardrails.core.node_pools import NODE_POOLS
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost import claims, disks, instances, network, node_pools, releases, services
from guardrails.cost.line import Entry, Line, Pending, Unpriced

_PRICERS: Final[Mapping[str, Callable[[Resource, Stack], Iterator[Entry]]]] = {
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
    **dict.fromkeys(HELM, releases.price_release),
    **dict.fromkeys(NODE_POOLS, node_pools.price_node_pools),
}


@dataclass(frozen=True)
class Estimate:
    """What a stack costs, in USD a month, and what could not be told."""

    lines: Sequence[Line]
    unpriced: Sequence[Unpriced]
    pending: Sequence[Pending]

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
    )


def _entries(resource: Resource, stack: Stack) -> Iterator[Entry]:
    pricer = _PRICERS.get(resource.type)
    if pricer is not None:
        yield from pricer(resource, stack)
    elif resource.raw_provider is not None and not _free(resource.type):
        yield Unpriced(resource, "no known price")


@cache
def _free(resource_type: str) -> bool:
    data = load("free_types")
    if resource_type.partition(":")[0] in data["packages"]:
        return True
    return any(fnmatchcase(resource_type, pattern) for pattern in data["types"])
