"""What remediation engines act on: ``Type=Status,duration``."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.selfdriving.durations import seconds


@dataclass(frozen=True)
class ActedOn:
    """A node condition that an engine acts on.

    ``wait`` is in seconds, None where the engine can't read it and so never acts; ``path`` is its place.
    """

    type: str
    status: str
    wait: float | None
    path: str


def acted_on(text: str, path: str) -> ActedOn:
    """Read one condition; a bare type means ``True`` at once."""
    condition, _, rest = text.partition("=")
    status, comma, duration = rest.partition(",")
    return ActedOn(
        condition.strip(), status.strip() or "True", seconds(duration.strip()) if comma else 0.0, path
    )
