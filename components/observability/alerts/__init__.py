"""All rules that Prometheus gets from here."""

from __future__ import annotations

from typing import Any

from components.observability.alerts import loop, pitstop

RECORDINGS = loop.RECORDINGS
ALERTS = (*loop.ALERTS, *pitstop.ALERTS)


def rule_groups() -> list[dict[str, Any]]:
    """The groups of one PrometheusRule."""
    return [
        {"name": "remediation.recordings", "rules": [recording.rule() for recording in RECORDINGS]},
        {"name": "remediation.alerts", "rules": [alert.rule() for alert in ALERTS]},
    ]
