"""An engine with a daemon that ends with the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox import daemon
from tests.engine.providers.engine import Engine


@pytest.fixture
def engine_of(tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    made: list[Engine] = []

    def make(program: str) -> Engine:
        made.append(Engine(tmp_path, program))
        return made[-1]

    yield make
    for engine in made:
        daemon.stop(engine.state)
