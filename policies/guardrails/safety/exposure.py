"""What can have an address on the internet, and the property that gives it one."""

from __future__ import annotations

from typing import Final

from guardrails.core.plain import Plain
from guardrails.safety.demand import Demand, Demands, is_false, is_set, unless_true

_ACCESSIBLE: Final = (Demand("publiclyAccessible", "false", unless_true),)


def _no_public_brokers(value: Plain) -> bool:
    return value in (None, "DISABLED")


_SEARCH: Final = (Demand("vpcOptions", "the subnets and security groups of a VPC", is_set),)

EXPOSED: Final[Demands] = {
    # Public unless told otherwise.
    "aws:dms/instanceProfile:InstanceProfile": (Demand("publiclyAccessible", "false", is_false),),
    "aws:dms/replicationInstance:ReplicationInstance": _ACCESSIBLE,
    "aws:elasticsearch/domain:Domain": _SEARCH,
    "aws:lightsail/database:Database": _ACCESSIBLE,
    "aws:m2/environment:Environment": _ACCESSIBLE,
    "aws:mq/broker:Broker": _ACCESSIBLE,
    "aws:msk/cluster:Cluster": (
        Demand("brokerNodeGroupInfo.connectivityInfo.publicAccess.type", "'DISABLED'", _no_public_brokers),
    ),
    "aws:neptune/clusterInstance:ClusterInstance": _ACCESSIBLE,
    "aws:opensearch/domain:Domain": _SEARCH,
    "aws:rds/cluster:Cluster": _ACCESSIBLE,
    "aws:rds/clusterInstance:ClusterInstance": _ACCESSIBLE,
    "aws:rds/instance:Instance": _ACCESSIBLE,
    "aws:rds/shardGroup:ShardGroup": _ACCESSIBLE,
    "aws:redshift/cluster:Cluster": _ACCESSIBLE,
    "aws:redshiftserverless/workgroup:Workgroup": _ACCESSIBLE,
    "aws:timestreaminfluxdb/dbCluster:DbCluster": _ACCESSIBLE,
    "aws:timestreaminfluxdb/dbInstance:DbInstance": _ACCESSIBLE,
}
