"""What people are told about logs: that they don't arrive, and that they are about to cost a lot.

Names of metrics were read from a running collector 0.158.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from components.observability.alerts.model import Alert
from facts.files import load

SENT = "otelcol_exporter_sent_log_records"
FAILED = "otelcol_exporter_send_failed_log_records"
REFUSED = "otelcol_exporter_enqueue_failed_log_records"

MANY_LINES = 500
"""Lines per second in the whole cluster."""
LINE_BYTES = 500
"""Assumed: a line of 100, and what CloudWatch repeats with each to find its pod."""
_SECONDS_A_DAY = 86_400


def usd_a_day(lines_per_second: float) -> float:
    """What so many lines cost to take in, in USD, at the price of us-east-1."""
    usd_per_gb: float = load("aws_prices")["usd_per_gb"]["logs_ingested"]
    return lines_per_second * _SECONDS_A_DAY * LINE_BYTES / 1e9 * usd_per_gb


ALERTS = (
    Alert(
        "LogsAreMany",
        f"sum(rate({SENT}[1h])) > {MANY_LINES}",
        timedelta(hours=1),
        "warning",
        f"Pods write more than {MANY_LINES} lines a second: their logs cost {usd_a_day(MANY_LINES):.0f} USD "
        "a day or more.",
        "In CloudWatch Logs Insights, count the lines by resource.attributes.k8s.namespace.name. Then let "
        "that service say less, or put its namespace into services.telemetry.ignoredNamespaces.",
    ),
    Alert(
        "LogsNotDelivered",
        f"sum(rate({FAILED}[15m])) > 0 or sum(rate({REFUSED}[15m])) > 0",
        timedelta(minutes=15),
        "warning",
        "Logs don't reach CloudWatch; what waits too long on a node is lost.",
        "kubectl -n telemetry logs daemonset/telemetry-agent says why: no way to the internet or to an "
        "endpoint for logs, or a role that may not write.",
    ),
)


def rule_groups() -> list[dict[str, Any]]:
    """The groups of one PrometheusRule."""
    return [{"name": "telemetry.alerts", "rules": [alert.rule() for alert in ALERTS]}]
