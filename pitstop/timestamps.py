"""Times as the Kubernetes API writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=65536)
def seconds(text: str) -> float:
    """A time as the API writes it, in seconds since the epoch."""
    return datetime.fromisoformat(text).timestamp()


def timestamp(moment: float) -> str:
    """Seconds since the epoch as the API writes times, to the microsecond (a Lease needs that many)."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
