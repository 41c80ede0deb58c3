"""Today, in one place, so that a test can choose the day."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """The current date in UTC."""
    return datetime.now(tz=UTC).date()
