"""Stacks that are brought up once for all the statements about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from testing.checkout import Checkout
from testing.standing import Standing


@pytest.fixture
def fresh_checkout(tmp_path: Path, warm_tools: Path) -> Iterator[Checkout]:
    """A copy of the program with a sandbox of its own, for one test."""
    copy = Checkout.copy(tmp_path, tools=warm_tools)
    yield copy
    copy.stop()


@pytest.fixture(scope="session")
def standing(run_folder: Path, warm_tools: Path) -> Standing:
    """The sandbox's stack as its file has it, brought up once for all workers."""
    return Standing.once(run_folder / "standing", warm_tools)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, standing: Standing) -> Iterator[Checkout]:
    """A copy of the stack that is up, with a sandbox of its own, for a module's statements."""
    assert standing.up.code == 0, standing.up.output
    copy = standing.checkout.beside(tmp_path_factory.mktemp("checkout"))
    yield copy
    copy.stop()
