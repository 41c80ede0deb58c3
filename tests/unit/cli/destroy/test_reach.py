"""A cluster that refuses us is not one that is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.destroy.reach import Reach, probe
from cli.errors import AccessError

OUTPUTS = {"kubeconfig": {"kind": "Config"}}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def kubectl(folder: Path, says: str, status: int) -> None:
    program = folder / "kubectl"
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {status}\n")
    program.chmod(0o755)


def test_a_ready_cluster_answers(path: Path) -> None:
    kubectl(path, "ok", 0)

    assert probe(OUTPUTS) is Reach.ANSWERS


def test_a_cluster_behind_a_closed_door_is_silent(path: Path) -> None:
    kubectl(path, "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout", 1)

    assert probe(OUTPUTS) is Reach.SILENT


@pytest.mark.parametrize(
    "said",
    [
        "error: You must be logged in to the server (Unauthorized)",
        "Error from server (Forbidden): nope",
        "An error occurred (ExpiredToken) when calling the AssumeRole operation",
    ],
)
def test_a_cluster_that_refuses_us_stops_the_destroy(path: Path, said: str) -> None:
    kubectl(path, said, 1)

    with pytest.raises(AccessError, match=r"^the cluster refuses these credentials: .*log in as somebody"):
        probe(OUTPUTS)


def test_without_kubectl_nobody_can_tell(path: Path) -> None:
    with pytest.raises(AccessError, match=r"^kubectl is not on PATH"):
        probe(OUTPUTS)
