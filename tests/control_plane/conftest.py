"""One control plane for all the tests of a worker; one laboratory for each test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.binaries import Binaries
from lab.control_plane import ControlPlane
from lab.lab import Lab


@pytest.fixture(autouse=True)
def _warm_programs(warm_tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of what pitstop does in a test is to import its libraries."""
    monkeypatch.setattr(sys, "executable", str(warm_tools / "venv" / "bin" / "python"))


@pytest.fixture(scope="session")
def plane() -> Iterator[ControlPlane]:
    with ControlPlane(Binaries.find()) as running:
        yield running


@pytest.fixture
def lab(plane: ControlPlane) -> Iterator[Lab]:
    with Lab(plane) as cluster:
        yield cluster
