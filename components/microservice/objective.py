"""The service level objective: alerts that say how fast the month's errors are being used up.

Windows and rates are those that Google's Site Reliability Workbook recommends in chapter 5, "Alerting on
SLOs", for multiple windows and burn rates: https://sre.google/workbook/alerting-on-slos/. A burn rate of 1
uses up exactly what an objective over 30 days allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from components.manifest import Manifest
from components.microservice.spec import REQUESTS, MicroserviceSpec
from components.observability.alerts.model import Alert, Recording


@dataclass(frozen=True)
class Burn:
    """Too many errors over a long window, that still come in a short one."""

    rate: float
    long: str
    short: str
    severity: Literal["warning", "critical"]
    share_percent: int
    """How much of 30 days' errors is gone after the long window."""


BURNS = (
    Burn(14.4, "1h", "5m", "critical", 2),
    Burn(6, "6h", "30m", "critical", 5),
    Burn(1, "3d", "6h", "warning", 10),
)


def rules(spec: MicroserviceSpec) -> Manifest:
    """The PrometheusRule of the service."""
    windows = sorted({window for burn in BURNS for window in (burn.long, burn.short)})
    return Manifest(
        "monitoring.coreos.com/v1",
        "PrometheusRule",
        {
            "spec": {
                "groups": [
                    {
                        "name": f"{spec.name}.errors",
                        "rules": [recording(spec, window).rule() for window in windows],
                    },
                    {"name": f"{spec.name}.objective", "rules": [alert(spec, burn).rule() for burn in BURNS]},
                ]
            }
        },
    )


def recording(spec: MicroserviceSpec, window: str) -> Recording:
    """The share of requests that failed within ``window``; 0 where none did, nothing where none came."""
    all_requests = f'sum by (namespace) (rate({REQUESTS}{{namespace="{spec.name}"}}[{window}]))'
    failed = f'sum by (namespace) (rate({REQUESTS}{{namespace="{spec.name}",code=~"5.."}}[{window}]))'
    return Recording(_record(window), f"({failed} or {all_requests} * 0) / ({all_requests} > 0)")


def alert(spec: MicroserviceSpec, burn: Burn) -> Alert:
    """The alert of one burn rate; both windows must agree, so that it ends soon after the trouble."""
    allowed = 1 - spec.settings.success_percent / 100
    threshold = f"{burn.rate * allowed:.6g}"
    of_app = f'{{namespace="{spec.name}"}}'
    return Alert(
        f"MicroserviceErrors{burn.long.capitalize()}",
        f"{_record(burn.long)}{of_app} > {threshold} and {_record(burn.short)}{of_app} > {threshold}",
        timedelta(minutes=1),
        burn.severity,
        f"{spec.name} fails so often that {burn.share_percent} % of the month's errors are gone in "
        f"{burn.long}.",
        f"Look at the dashboard Microservice {spec.name}: did errors begin with a new version (kubectl -n "
        f"{spec.name} rollout undo deployment/{spec.name}), with more traffic, or with somebody whom it "
        f"calls? kubectl -n {spec.name} logs deployment/{spec.name} says what fails.",
    )


def _record(window: str) -> str:
    return f"namespace:http_errors:ratio_rate{window}"
