"""One control plane for all the tests of a worker; one laboratory for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lab.binaries import Binaries
from lab.control_plane import ControlPlane
from lab.lab import Lab


@pytest.fixture(scope="session")
def plane() -> Iterator[ControlPlane]:
    with ControlPlane(Binaries.find()) as running:
        yield running


@pytest.fixture
def lab(plane: ControlPlane) -> Iterator[Lab]:
    with Lab(plane) as cluster:
        yield cluster
