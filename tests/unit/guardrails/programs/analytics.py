"""A warehouse with its caches, brokers and search, in production."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.unit.guardrails.as_engine import Member, Props
from tests.unit.guardrails.programs.program import made

PRODUCTION: Final[Mapping[str, Props]] = {
    name: {"production": True} for name in ("backups-kept", "deletion-keeps-data", "deletion-protection")
}


def members() -> list[Member]:
    """Everything as its defaults are, but for what is said on purpose."""
    return [
        made(
            "aws:redshift/cluster:Cluster",
            "warehouse",
            {
                "clusterIdentifier": "warehouse",
                "nodeType": "ra3.large",
                "publiclyAccessible": True,
                "skipFinalSnapshot": True,
            },
        ),
        made(
            "aws:elasticache/replicationGroup:ReplicationGroup",
            "sessions",
            {"engine": "redis", "nodeType": "cache.t4g.small"},
        ),
        made(
            "aws:elasticache/replicationGroup:ReplicationGroup",
            "pages",
            {
                "engine": "valkey",
                "nodeType": "cache.t4g.small",
                "snapshotRetentionLimit": 7,
                "finalSnapshotIdentifier": "pages-last",
            },
        ),
        made(
            "aws:msk/cluster:Cluster",
            "events",
            {
                "kafkaVersion": "3.9.x",
                "numberOfBrokerNodes": 3,
                "brokerNodeGroupInfo": {"instanceType": "kafka.t3.small", "clientSubnets": ["subnet-1"]},
                "encryptionInfo": {"encryptionInTransit": {"clientBroker": "PLAINTEXT"}},
            },
        ),
        made(
            "aws:opensearch/domain:Domain",
            "search",
            {
                "engineVersion": "OpenSearch_2.19",
                "clusterConfig": {"instanceType": "t3.small.search"},
                "encryptAtRest": {"enabled": True},
                "nodeToNodeEncryption": {"enabled": True},
            },
        ),
        made(
            "aws:rds/cluster:Cluster",
            "reports",
            {
                "engine": "aurora-postgresql",
                "engineVersion": "16.4",
                "storageEncrypted": True,
                "copyTagsToSnapshot": True,
                "deletionProtection": True,
                "finalSnapshotIdentifier": "reports-last",
            },
        ),
        made(
            "aws:rds/clusterInstance:ClusterInstance",
            "reports-1",
            {"engine": "aurora-postgresql", "instanceClass": "db.t4g.medium"},
            clusterIdentifier="reports",
        ),
        made("aws:s3/bucket:Bucket", "lake", {"forceDestroy": True}),
        made(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            "lake-closed",
            dict.fromkeys(
                ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
            ),
            bucket="lake",
        ),
    ]
