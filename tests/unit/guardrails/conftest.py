"""The day on which all rules are tested."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest
from guardrails.core import clock

DAY: Final = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions and waivers end: on this day, 1.33 has, and 1.34 soon will."""
    monkeypatch.setattr(clock, "today", lambda: DAY)
