"""What the whole suite says at its end; here, because only this file is read where tests run in parallel."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many breaks the mutation matrix of the policy pack had."""
    passed = terminalreporter.stats.get("passed", [])
    counts = [value for report in passed for name, value in report.user_properties if name == "breaks"]
    if counts:
        terminalreporter.write_line(f"mutation matrix: {sum(counts)} breaks, each caught by exactly its rule")
