"""Lines of the tables: when they hold, and what their fixes say."""

from __future__ import annotations

from typing import Any

import pytest
from guardrails.core.rule import ResourceRule
from guardrails.safety import (
    data_encrypted_at_rest,
    deletion_keeps_data,
    not_publicly_accessible,
    volumes_encrypted,
)

from tests.unit.guardrails.as_engine import UNKNOWN, judge

DATABASE = "aws:rds/instance:Instance"
CLUSTER = "aws:docdb/cluster:Cluster"
PRODUCTION = {"production": True}

REPLACED: tuple[tuple[ResourceRule[Any], str, dict[str, Any], str], ...] = (
    (volumes_encrypted.RULE, DATABASE, {}, "storageEncrypted"),
    (data_encrypted_at_rest.RULE, CLUSTER, {}, "storageEncrypted"),
    (data_encrypted_at_rest.RULE, "aws:dax/cluster:Cluster", {}, "serverSideEncryption.enabled"),
    (not_publicly_accessible.RULE, "aws:opensearch/domain:Domain", {}, "vpcOptions"),
    (
        not_publicly_accessible.RULE,
        "aws:mq/broker:Broker",
        {"publiclyAccessible": True},
        "publiclyAccessible",
    ),
)


@pytest.mark.parametrize(("rule", "token", "props", "path"), REPLACED)
def test_a_fix_that_makes_a_new_resource_says_so_by_the_propertys_name(
    rule: ResourceRule[Any], token: str, props: dict[str, Any], path: str
) -> None:
    (message,) = judge(rule, token, props).violations
    assert (
        f"On one that exists, a change of {path} replaces it: keep its data by a snapshot or a copy first."
    ) in message


def test_a_fix_in_place_says_nothing_of_it() -> None:
    (message,) = judge(data_encrypted_at_rest.RULE, "aws:kinesis/stream:Stream", {}).violations
    assert "replaces" not in message


def test_what_a_database_is_made_of_decides_where_the_program_is_silent() -> None:
    rule = data_encrypted_at_rest.RULE
    assert judge(rule, CLUSTER, {"snapshotIdentifier": UNKNOWN}).silent
    told = {"snapshotIdentifier": UNKNOWN, "storageEncrypted": False}
    assert len(judge(rule, CLUSTER, told).violations) == 1


def test_a_replica_leaves_no_snapshot_of_its_own() -> None:
    rule = deletion_keeps_data.RULE
    replica = {"replicateSourceDb": UNKNOWN, "skipFinalSnapshot": True}
    assert judge(rule, DATABASE, replica, PRODUCTION).silent
    assert len(judge(rule, DATABASE, {"skipFinalSnapshot": True}, PRODUCTION).violations) == 1


def test_outside_of_production_a_deletion_may_take_all() -> None:
    assert judge(deletion_keeps_data.RULE, DATABASE, {"skipFinalSnapshot": True}).silent


def test_a_name_that_only_the_update_knows_is_a_name() -> None:
    assert judge(deletion_keeps_data.RULE, DATABASE, {"finalSnapshotIdentifier": UNKNOWN}, PRODUCTION).silent
