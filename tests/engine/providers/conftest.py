"""An engine with a daemon that ends with the test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox import daemon
from tests.engine.providers.engine import Engine


@pytest.fixture(autouse=True)
def _warm_daemons(warm_tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(warm_tools / "venv" / "bin" / "python"))


@pytest.fixture
def engine_of(tmp_path: Path, warm_tools: Path) -> Iterator[Callable[[str], Engine]]:
    made: list[Engine] = []

    def make(program: str) -> Engine:
        made.append(Engine(tmp_path, program, warm_tools))
        return made[-1]

    yield make
    for engine in made:
        daemon.stop(engine.state)
