"""The process itself: found again, ended, and clear about what is wrong."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from sandbox import daemon


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state"
    daemon.stop(tmp_path / "state")


def test_a_running_daemon_is_found_again(state: Path) -> None:
    first = daemon.ensure(state)
    assert daemon.ensure(state) == first
    assert sorted(first.ports) == ["aws", "eks", "kubernetes"]
    assert json.loads((state / "daemon.json").read_text())["pid"] == first.pid


def test_what_people_make_at_the_endpoint_survives_a_restart(state: Path) -> None:
    for _ in range(2):
        endpoint = daemon.ensure(state).endpoint
        sqs = boto3.client(
            "sqs",
            endpoint_url=endpoint,
            region_name="eu-west-1",
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )
        sqs.create_queue(QueueName="by-hand")
        assert daemon.inventory(state) == {
            "sqs Queues in eu-west-1": ["https://sqs.eu-west-1.amazonaws.com/123456789012/by-hand"]
        }
        daemon.stop(state)
        assert daemon.find(state) is None


def test_it_listens_on_loopback_only(state: Path) -> None:
    endpoint = daemon.ensure(state).endpoint
    assert endpoint.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(f"{endpoint}/sandbox/inventory", timeout=30) as answer:  # noqa: S310
        assert json.load(answer) == {}


def test_a_broken_snapshot_is_named_with_the_log(state: Path) -> None:
    state.mkdir()
    (state / "world.pickle").write_bytes(b"half a wor")
    with pytest.raises(daemon.DaemonError) as refused:
        daemon.ensure(state)
    assert f"did not start (log: {state / 'daemon.log'})" in str(refused.value)
    assert f"snapshot {state / 'world.pickle'} cannot be read" in str(refused.value)


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path) -> None:
    daemon.stop(tmp_path / "none")
    assert daemon.find(tmp_path / "none") is None
