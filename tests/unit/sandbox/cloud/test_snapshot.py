"""A shared that is saved and put back."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from moto.core.base_backend import BackendDict

from sandbox.aws.inventory import inventory
from sandbox.cloud import snapshot
from sandbox.cloud.errors import SnapshotError
from sandbox.cloud.records import Records
from tests.unit.sandbox.account import Account


def test_everything_is_there_again_after_a_restart(account_with_policies: Account, tmp_path: Path) -> None:
    account = account_with_policies
    cluster = account.cluster()
    key = account.create("aws:kms/key:Key", enableKeyRotation=True)
    attached = account.create(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        role="shop-control-plane",
        policyArn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    )
    before = inventory(account.records)
    snapshot.save(tmp_path / "world", account.records)
    BackendDict.reset()
    restarted = Account(records=Records())
    assert inventory(restarted.records) == {}
    snapshot.load(tmp_path / "world", restarted.records)
    assert inventory(restarted.records) == before
    for kind, existing in (
        ("aws:eks/cluster:Cluster", cluster),
        ("aws:kms/key:Key", key),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attached),
    ):
        found = restarted.read(kind, existing)
        assert found is not None
        assert found.outputs == existing.outputs


def test_a_restored_world_can_be_taken_down(account: Account, tmp_path: Path) -> None:
    cluster = account.cluster()
    snapshot.save(tmp_path / "world", account.records)
    BackendDict.reset()
    restarted = Account(records=Records())
    snapshot.load(tmp_path / "world", restarted.records)
    restarted.delete("aws:eks/cluster:Cluster", cluster)
    assert "eks clusters in us-east-1" not in inventory(restarted.records)


def test_no_snapshot_is_an_empty_world(tmp_path: Path) -> None:
    records = Records()
    snapshot.load(tmp_path / "none", records)
    assert records.tables == {}


def test_a_broken_snapshot_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "world"
    path.write_bytes(b"half a wor")
    with pytest.raises(SnapshotError) as refused:
        snapshot.load(path, Records())
    assert str(refused.value).startswith(f"the sandbox's snapshot {path} cannot be read")
    assert f"delete {tmp_path} to start from nothing" in str(refused.value)


def test_a_snapshot_of_another_moto_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "world"
    path.write_bytes(pickle.dumps({"format": 1, "moto": "0.1", "records": {}, "backends": {}}))
    with pytest.raises(SnapshotError, match=r"is of format 1, moto 0\.1; this is format 1, moto 5"):
        snapshot.load(path, Records())
