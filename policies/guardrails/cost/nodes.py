"""Services that run on nodes of their own types: databases, caches, brokers, search, warehouses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.core.checks import is_true
from guardrails.core.plain import UNKNOWN, Plain, Unknown, value_at
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.amounts import Amount, amount, product
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.bought import NOT_A_TYPE, market_of
from guardrails.figures.prices import prices

Count = Callable[[Resource], Amount]


@dataclass(frozen=True)
class Nodes:
    """So many nodes of the type at ``path``; where no type is set there are none."""

    path: str
    count: Count


def _one(_resource: Resource) -> Amount:
    return 1


def _number(path: str, default: float = 1) -> Count:
    return lambda resource: amount(resource, path, default)


def _shards(shards: str, replicas: str, *, replicas_default: float = 0) -> Count:
    """Each shard has a primary and its replicas."""

    def count(resource: Resource) -> Amount:
        each = amount(resource, replicas, replicas_default)
        return UNKNOWN if isinstance(each, Unknown) else product([amount(resource, shards, 1), each + 1])

    return count


def _cache_group(resource: Resource) -> Amount:
    if value_at(resource.props, "numCacheClusters") is not None:
        return amount(resource, "numCacheClusters", 1)
    return _shards("numNodeGroups", "replicasPerNodeGroup")(resource)


def _twice_if(path: str) -> Count:
    """Multi-AZ has a standby of the same size."""

    def count(resource: Resource) -> Amount:
        wanted = value_at(resource.props, path)
        return UNKNOWN if wanted is UNKNOWN else 2 if is_true(wanted) else 1

    return count


def _masters(resource: Resource) -> Amount:
    wanted = value_at(resource.props, "clusterConfig.dedicatedMasterEnabled")
    if wanted is UNKNOWN:
        return UNKNOWN
    return amount(resource, "clusterConfig.dedicatedMasterCount", 3) if is_true(wanted) else 0


_MODES: Final = {"SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2, "CLUSTER_MULTI_AZ": 3}


def _brokers(resource: Resource) -> Amount:
    mode: Plain = resource.props.get("deploymentMode")
    return UNKNOWN if mode is UNKNOWN else _MODES.get(str(mode), 1)


_SEARCH: Final = (
    Nodes("clusterConfig.instanceType", _number("clusterConfig.instanceCount")),
    Nodes("clusterConfig.dedicatedMasterType", _masters),
    Nodes("clusterConfig.warmType", _number("clusterConfig.warmCount", 0)),
)
NODES: Final[Mapping[str, tuple[Nodes, ...]]] = {
    "aws:rds/instance:Instance": (Nodes("instanceClass", _twice_if("multiAz")),),
    "aws:rds/clusterInstance:ClusterInstance": (Nodes("instanceClass", _one),),
    # A writer and two readers that can be read.
    "aws:rds/cluster:Cluster": (Nodes("dbClusterInstanceClass", lambda _resource: 3),),
    "aws:docdb/clusterInstance:ClusterInstance": (Nodes("instanceClass", _one),),
    "aws:neptune/clusterInstance:ClusterInstance": (Nodes("instanceClass", _one),),
    "aws:elasticache/cluster:Cluster": (Nodes("nodeType", _number("numCacheNodes")),),
    "aws:elasticache/replicationGroup:ReplicationGroup": (Nodes("nodeType", _cache_group),),
    "aws:memorydb/cluster:Cluster": (
        Nodes("nodeType", _shards("numShards", "numReplicasPerShard", replicas_default=1)),
    ),
    "aws:dax/cluster:Cluster": (Nodes("nodeType", _number("replicationFactor")),),
    "aws:opensearch/domain:Domain": _SEARCH,
    "aws:elasticsearch/domain:Domain": _SEARCH,
    "aws:redshift/cluster:Cluster": (Nodes("nodeType", _number("numberOfNodes")),),
    "aws:msk/cluster:Cluster": (Nodes("brokerNodeGroupInfo.instanceType", _number("numberOfBrokerNodes")),),
    "aws:mq/broker:Broker": (Nodes("hostInstanceType", _brokers),),
    "aws:dms/replicationInstance:ReplicationInstance": (
        Nodes("replicationInstanceClass", _twice_if("multiAz")),
    ),
    "aws:sagemaker/notebookInstance:NotebookInstance": (Nodes("instanceType", _one),),
}
_LICENSED: Final = ("sqlserver-", "oracle-", "custom-", "db2-")


def price_nodes(resource: Resource, _stack: Stack) -> Iterator[Entry]:
    """Every node of the resource by the hour; what is billed by use is not counted."""
    engine = resource.props.get("engine")
    if str(engine).startswith(_LICENSED):
        yield Unpriced(resource, f"{engine} with its licence")
        return
    for nodes in NODES[resource.type]:
        kind = value_at(resource.props, nodes.path)
        if kind is not None and kind not in NOT_A_TYPE:
            yield _price(resource, kind, nodes.count(resource))


def _price(resource: Resource, kind: Plain, count: Amount) -> Entry:
    place = market_of(resource)
    if count == 0:
        return Line(resource, f"0 x {kind}", 0, 0)
    if kind is UNKNOWN or isinstance(count, Unknown) or isinstance(place, Unknown):
        return Pending(resource, "types and numbers of nodes")
    found = place.find(str(kind))
    if found.usd_per_hour is None:
        return Unpriced(resource, f"{count:g} x {kind}")
    usd = count * found.usd_per_hour * prices().hours
    at = f", at the price of EC2's {found.ec2}" if found.borrowed else ""
    return Line(resource, f"{count:g} x {kind}{at}", usd, usd)
