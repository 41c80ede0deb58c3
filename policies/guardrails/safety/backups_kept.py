"""In production, databases and caches are backed up without anybody's doing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.safety.deletion_protection import ProtectionSettings
from guardrails.safety.demand import Demand, Demands, judge
from guardrails.safety.what_a_deletion_leaves import has_snapshots


def _some_days(value: Plain) -> bool:
    return isinstance(value, int) and value > 0


def _is_backed_up_itself(database: Resource) -> bool:
    """A replica's source is, an instance of a cluster by the cluster; aws-native's default is one day."""
    if any(database.props.get(prop) is not None for prop in ("replicateSourceDb", "dbClusterIdentifier")):
        return False
    return database.called == database.type or database.props.get(_RETENTION) is not None


_RETENTION: Final = "backupRetentionPeriod"
_SNAPSHOTS: Final = "snapshotRetentionLimit"
_DAYS: Final = "a number of days"

BACKED_UP: Final[Demands] = {
    "aws:dynamodb/table:Table": (Demand("pointInTimeRecovery.enabled"),),
    "aws:elasticache/cluster:Cluster": (Demand(_SNAPSHOTS, _DAYS, _some_days, when=has_snapshots),),
    "aws:elasticache/replicationGroup:ReplicationGroup": (Demand(_SNAPSHOTS, _DAYS, _some_days),),
    "aws:memorydb/cluster:Cluster": (Demand(_SNAPSHOTS, _DAYS, _some_days),),
    "aws:rds/instance:Instance": (Demand(_RETENTION, _DAYS, _some_days, when=_is_backed_up_itself),),
}
"""What has no backups unless told to; clusters of Aurora, DocumentDB and Neptune have those of a day."""


def check(resource: Resource, settings: ProtectionSettings) -> Iterator[Judgement]:
    """In production there is a backup to go back to."""
    if settings.production:
        yield from judge(resource, BACKED_UP)


RULE: ResourceRule[Any] = ResourceRule(
    name="backups-kept",
    description="In production, databases and caches have automatic backups.",
    severity=Severity.HIGH,
    framework=well_architected("REL09-BP03"),
    tags=("safety", "production", "data"),
    remediation_steps="Say for how many days backups are kept.",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    settings=ProtectionSettings,
    applies=BACKED_UP.keys().__contains__,
    check=check,
)
