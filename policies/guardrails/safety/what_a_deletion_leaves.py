"""Properties that say whether a deleted resource leaves its data, in a snapshot or because it is refused."""

from __future__ import annotations

from typing import Final

from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.safety.demand import Demand, Demands, is_set, says, unless_true


def _can_be_restored(value: Plain) -> bool:
    return value != 0


def has_snapshots(cache: Resource) -> bool | None:
    """Memcached keeps nothing; a node of a replication group leaves that to the group."""
    if cache.props.get("replicationGroupId") is not None:
        return False
    return says("engine", "redis", "valkey")(cache)


def _is_no_copy(database: Resource) -> bool:
    """RDS makes no final snapshot of a replica: its source has the data."""
    return all(
        database.props.get(prop) is None for prop in ("replicateSourceDb", "replicationSourceIdentifier")
    )


def _snapshot_is_taken(database: Resource) -> bool | None:
    return _is_no_copy(database) and says("skipFinalSnapshot", None, False)(database)


_A_NAME: Final = "the name of the snapshot to keep"
_SNAPSHOT: Final = (
    Demand("skipFinalSnapshot", "false", unless_true, when=_is_no_copy),
    Demand("finalSnapshotIdentifier", _A_NAME, is_set, when=_snapshot_is_taken),
)
_BACKUP: Final = (Demand("skipFinalBackup", "false", unless_true),)
_NOT_BY_FORCE: Final = (Demand("forceDestroy", "false", unless_true),)

KEEPING: Final[Demands] = {
    "aws:backup/vault:Vault": _NOT_BY_FORCE,
    "aws:docdb/cluster:Cluster": _SNAPSHOT,
    "aws:dsql/cluster:Cluster": _NOT_BY_FORCE,
    "aws:ecr/repository:Repository": (Demand("forceDelete", "false", unless_true),),
    "aws:ecrpublic/repository:Repository": _NOT_BY_FORCE,
    "aws:elasticache/cluster:Cluster": (
        Demand("finalSnapshotIdentifier", _A_NAME, is_set, when=has_snapshots),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Demand("finalSnapshotIdentifier", _A_NAME, is_set, unless=("globalReplicationGroupId",)),
    ),
    "aws:fsx/lustreFileSystem:LustreFileSystem": _BACKUP,
    "aws:fsx/ontapVolume:OntapVolume": _BACKUP,
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": _BACKUP,
    "aws:fsx/windowsFileSystem:WindowsFileSystem": _BACKUP,
    "aws:lightsail/bucket:Bucket": (Demand("forceDelete", "false", unless_true),),
    "aws:lightsail/database:Database": (Demand("skipFinalSnapshot", "false", unless_true),),
    "aws:memorydb/cluster:Cluster": (Demand("finalSnapshotName", _A_NAME, is_set),),
    "aws:neptune/cluster:Cluster": _SNAPSHOT,
    "aws:rds/cluster:Cluster": _SNAPSHOT,
    "aws:rds/instance:Instance": _SNAPSHOT,
    "aws:redshift/cluster:Cluster": _SNAPSHOT,
    "aws:s3/bucket:Bucket": _NOT_BY_FORCE,
    "aws:s3/bucketV2:BucketV2": _NOT_BY_FORCE,
    "aws:s3/directoryBucket:DirectoryBucket": _NOT_BY_FORCE,
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket": _NOT_BY_FORCE,
    "aws:s3tables/tableBucket:TableBucket": _NOT_BY_FORCE,
    "aws:secretsmanager/secret:Secret": (
        Demand("recoveryWindowInDays", "7 to 30, or not set", _can_be_restored),
    ),
}
"""Neptune's instances are left out, whose cluster keeps the data, and EBS volumes, whose snapshots a schedule
makes."""
