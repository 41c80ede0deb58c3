"""What holds for the whole suite; here, because only this file is read where tests run in parallel."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

import pytest

from testing.warm.interpreter import shared_tools

# What is imported and collected stays until the end: to look for garbage among it is a tenth of the time.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on garbage is collected, of the tests alone."""
    gc.freeze()
    gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: the two groups on real control planes mostly wait for them."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers, of this run alone."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def warm_tools(run_folder: Path) -> Path:
    """The tools with a Python whose libraries are loaded already, one for all workers until the run ends."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return shared_tools(run_folder, owner=run)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many breaks the mutation matrix of the policy pack had."""
    passed = terminalreporter.stats.get("passed", [])
    counts = [value for report in passed for name, value in report.user_properties if name == "breaks"]
    if counts:
        terminalreporter.write_line(f"mutation matrix: {sum(counts)} breaks, each caught by exactly its rule")
