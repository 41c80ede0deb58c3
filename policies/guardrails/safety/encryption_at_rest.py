"""What stores data, and the property that has it encrypted.

Left out is what AWS encrypts in any case: S3, DynamoDB, ECR, FSx, MSK, MQ, MemoryDB, DMS, Backup, Timestream,
Secrets Manager, CloudWatch Logs, Storage Gateway's shares (on S3). SNS keeps a message for seconds.
"""

from __future__ import annotations

from typing import Final

from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.safety.demand import Demand, Demands, says, unless_false, unless_true

_COPIED: Final = ("snapshotIdentifier", "globalClusterIdentifier", "replicationSourceIdentifier")
_STORAGE: Final = Demand("storageEncrypted", unless=_COPIED)
_AT_REST: Final = "atRestEncryptionEnabled"
_GLOBAL: Final = Demand("storageEncrypted", unless=("sourceDbClusterIdentifier",))


def _unencrypted_by_itself(cache: Resource) -> bool | None:
    """ElastiCache encrypts Valkey unless told not to, and Redis only when told to."""
    if cache.props.get(_AT_REST) is not None:
        return True
    valkey = says("engine", "valkey")(cache)
    return None if valkey is None else not valkey


def _kms(value: Plain) -> bool:
    return value == "KMS"


ENCRYPTED: Final[Demands] = {
    "aws:apigateway/methodSettings:MethodSettings": (
        Demand("settings.cacheDataEncrypted", when=says("settings.cachingEnabled", True)),
    ),
    "aws:appsync/apiCache:ApiCache": (Demand("atRestEncryptionEnabled"),),
    "aws:codebuild/project:Project": (
        Demand("artifacts.encryptionDisabled", "false", unless_true),
        Demand("logsConfig.s3Logs.encryptionDisabled", "false", unless_true),
    ),
    "aws:dax/cluster:Cluster": (Demand("serverSideEncryption.enabled"),),
    "aws:docdb/cluster:Cluster": (_STORAGE,),
    "aws:docdb/globalCluster:GlobalCluster": (_GLOBAL,),
    "aws:ebs/snapshotCopy:SnapshotCopy": (Demand("encrypted"),),
    "aws:ebs/snapshotImport:SnapshotImport": (Demand("encrypted"),),
    "aws:ec2/amiCopy:AmiCopy": (Demand("encrypted"),),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Demand(_AT_REST, unless=("globalReplicationGroupId",), when=_unencrypted_by_itself),
    ),
    "aws:elasticsearch/domain:Domain": (Demand("encryptAtRest.enabled"),),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (
        Demand(
            "serverSideEncryption.enabled",
            unless=("kinesisSourceConfiguration", "mskSourceConfiguration"),
        ),
    ),
    "aws:kinesis/stream:Stream": (Demand("encryptionType", "'KMS'", _kms),),
    "aws:neptune/cluster:Cluster": (_STORAGE,),
    "aws:neptune/globalCluster:GlobalCluster": (_GLOBAL,),
    "aws:opensearch/domain:Domain": (Demand("encryptAtRest.enabled"),),
    "aws:rds/globalCluster:GlobalCluster": (_GLOBAL,),
    "aws:redshift/cluster:Cluster": (Demand("encrypted", "true or not set", unless_false),),
    "aws:sqs/queue:Queue": (Demand("sqsManagedSseEnabled", "true or not set", unless_false),),
    "aws:workspaces/workspace:Workspace": (
        Demand("rootVolumeEncryptionEnabled"),
        Demand("userVolumeEncryptionEnabled"),
    ),
}
"""Beside the volumes and databases of ``volumes-encrypted``."""
