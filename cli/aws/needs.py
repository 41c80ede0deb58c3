"""What a stack will ask of an account: the only place where preflight reads the stack's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from components.instance_types import known
from components.network.plan import MAX_ZONES
from settings import Stack, from_files, parse


@dataclass(frozen=True)
class NodeGroupNeeds:
    """A node group at its largest."""

    name: str
    instance_types: tuple[str, ...]
    spot: bool
    largest: int
    """Nodes, at most."""

    @property
    def vcpus(self) -> int:
        """vCPUs of the largest group, all of its largest type. A type without a known size counts as none."""
        return self.largest * max(known(name).vcpu or 0 for name in self.instance_types)


@dataclass(frozen=True)
class NodePoolNeeds:
    """A node pool at its limit."""

    name: str
    instance_types: tuple[str, ...]
    spot: bool
    vcpus: int
    """vCPUs of all of its nodes, at most."""


@dataclass(frozen=True)
class Needs:
    """What has to be there before a stack goes up."""

    stack: str
    cluster: str
    region: str
    zones: int | tuple[str, ...]
    """How many, or which: as the person wrote it."""
    new_vpc: bool
    nat_gateways: int
    node_groups: tuple[NodeGroupNeeds, ...]
    node_pools: tuple[NodePoolNeeds, ...]
    """A pool that may be of both markets is here once for each."""
    karpenter: bool
    kubernetes: str
    """The cluster's Kubernetes version, such as ``1.35``."""
    billing_told_to: str
    """Who is told of the bill; empty where nobody is."""
    billing_opt_out: str
    root: Path = Path()
    """The project's folder."""


def read_needs(root: Path, stack: str, overrides: Mapping[str, str] = MappingProxyType({})) -> Needs | None:
    """What the stack below ``root`` needs of AWS, with ``overrides`` of its settings; None for nothing.

    Raises ConfigError with everything that is wrong with the stack's file, FileNotFoundError without one.
    """
    read = parse(from_files(root, stack, overrides))
    return None if read.settings.target == "kubeconfig" else needs_of(stack, read, root)


def needs_of(stack: str, read: Stack, root: Path) -> Needs:
    """What a stack on AWS needs, of the project below ``root``."""
    network, billing = read.settings.network, read.settings.billing
    own = network.vpc_id is None
    count = network.zones if isinstance(network.zones, int) else len(network.zones)
    gateways = {"none": 0, "single": 1, "perZone": min(count, MAX_ZONES)}[network.nat]
    slack = billing.slack
    return Needs(
        stack=stack,
        cluster=read.cluster_name,
        region=read.aws_region,
        zones=network.zones,
        new_vpc=own,
        nat_gateways=gateways if own else 0,
        node_groups=tuple(
            NodeGroupNeeds(name, group.instance_types, group.capacity_type == "SPOT", group.max_size)
            for name, group in read.settings.node_groups.items()
        ),
        node_pools=tuple(
            NodePoolNeeds(name, pool.admitted_types, market == "SPOT", pool.max_vcpu)
            for name, pool in read.settings.node_pools.items()
            for market in pool.capacity_types
        ),
        karpenter=read.settings.cluster.node_scaler == "karpenter",
        kubernetes=read.settings.cluster.version,
        billing_told_to=billing.email or (f"Slack channel {slack.channel_id}" if slack else ""),
        billing_opt_out=billing.opt_out or "",
        root=root,
    )
