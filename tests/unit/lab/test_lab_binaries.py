"""Ready-made binaries are used as the field's convention says; whole tools only."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab import binaries
from lab.binaries import Binaries
from toolchain.places import Places

ALL = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tools that were to be built."""
    names: list[str] = []
    monkeypatch.setattr(binaries, "ensure", lambda wanted, places, path: names.extend(wanted))
    return names


def folder_with(path: Path, *names: str) -> dict[str, str]:
    for name in names:
        (path / name).touch()
    return {"KUBEBUILDER_ASSETS": str(path)}


def places(root: Path) -> Places:
    return Places(root=root, cache=root / "cache")


def test_a_complete_folder_is_used_as_it_is(tmp_path: Path, asked: list[str]) -> None:
    found = Binaries.find(folder_with(tmp_path, *ALL), places(tmp_path))

    assert found == Binaries(*(tmp_path / name for name in ALL))
    assert asked == []


def test_an_api_server_without_its_controllers_is_not_mixed_with_ours(
    tmp_path: Path, asked: list[str]
) -> None:
    found = Binaries.find(folder_with(tmp_path, "etcd", "kube-apiserver"), places(tmp_path))

    assert found.etcd == tmp_path / "etcd"
    assert found.kube_apiserver == tmp_path / ".tools" / "bin" / "kube-apiserver"
    assert asked == ["kubernetes", "kwok"]


def test_without_ready_made_binaries_all_are_built(tmp_path: Path, asked: list[str]) -> None:
    Binaries.find({}, places(tmp_path))

    assert asked == ["etcd", "kubernetes", "kwok"]
