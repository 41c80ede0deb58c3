"""Rules for Prometheus, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal


@dataclass(frozen=True)
class Recording:
    """A series that is computed from others: ``level:metric:operation``."""

    name: str
    expr: str

    def rule(self) -> dict[str, Any]:
        """The rule as Prometheus reads it."""
        return {"record": self.name, "expr": self.expr}


@dataclass(frozen=True)
class Alert:
    """An alerting rule, and the text of its notification.

    ``summary`` says what is, in one line; ``runbook`` says what to do. Both may use Prometheus' templates.
    """

    name: str
    expr: str
    for_: timedelta
    severity: Literal["warning", "critical"]
    summary: str
    runbook: str

    def rule(self) -> dict[str, Any]:
        """The rule as Prometheus reads it."""
        return {
            "alert": self.name,
            "expr": self.expr,
            "for": f"{int(self.for_.total_seconds())}s",
            "labels": {"severity": self.severity},
            "annotations": {"summary": self.summary, "runbook": self.runbook},
        }
