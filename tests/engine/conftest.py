"""Stacks that are brought up once for all the statements about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from testing.checkout import Checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, warm_tools: Path) -> Iterator[Checkout]:
    """A copy of the program with a sandbox of its own, ended with the module."""
    copy = Checkout.copy(tmp_path_factory.mktemp("checkout"), tools=warm_tools)
    yield copy
    copy.stop()


@pytest.fixture
def fresh_checkout(tmp_path: Path, warm_tools: Path) -> Iterator[Checkout]:
    """The same for one test alone."""
    copy = Checkout.copy(tmp_path, tools=warm_tools)
    yield copy
    copy.stop()
