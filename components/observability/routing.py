"""Alertmanager's configuration: routes from alerts to receivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components.observability.settings import ReceiverSettings

_NOBODY = "nobody"
_SECRETS = "/etc/alertmanager/secrets"
_SEVERITIES = {"warning": "warning|critical", "critical": "critical"}


def alertmanager_config(receivers: Sequence[ReceiverSettings]) -> dict[str, Any]:
    """Alertmanager's configuration: every receiver gets what is severe enough for it, and none gets Watchdog.

    Keys as in the documentation of Alertmanager 0.28 and later.
    """
    return {
        "global": {"resolve_timeout": "5m"},
        # What is wrong with a node makes noise about everything on it: the worse hides the lesser.
        "inhibit_rules": [
            {
                "source_matchers": ['severity = "critical"'],
                "target_matchers": ['severity =~ "warning|info"'],
                "equal": ["namespace", "alertname"],
            },
            {
                "source_matchers": ['severity = "warning"'],
                "target_matchers": ['severity = "info"'],
                "equal": ["namespace", "alertname"],
            },
            {
                "source_matchers": ['alertname = "InfoInhibitor"'],
                "target_matchers": ['severity = "info"'],
                "equal": ["namespace"],
            },
        ],
        "route": {
            "receiver": _NOBODY,
            "group_by": ["namespace", "alertname"],
            "group_wait": "30s",
            "group_interval": "5m",
            "repeat_interval": "12h",
            "routes": [
                {"receiver": _NOBODY, "matchers": ['alertname =~ "Watchdog|InfoInhibitor"']},
                *(
                    {
                        "receiver": receiver.name,
                        "matchers": [f'severity =~ "{_SEVERITIES[receiver.severity]}"'],
                        "continue": True,
                    }
                    for receiver in receivers
                ),
            ],
        },
        "receivers": [{"name": _NOBODY}, *(_receiver(receiver) for receiver in receivers)],
    }


def mounted_secrets(receivers: Sequence[ReceiverSettings]) -> list[str]:
    """Names of the Secrets that Alertmanager has to mount."""
    return sorted({receiver.secret for receiver in receivers})


def _receiver(receiver: ReceiverSettings) -> Mapping[str, Any]:
    folder = f"{_SECRETS}/{receiver.secret}"
    match receiver.kind:
        case "slack":
            told = {"api_url_file": f"{folder}/url", "channel": receiver.channel, "send_resolved": True}
        case "pagerduty":
            told = {"routing_key_file": f"{folder}/routing-key", "send_resolved": True}
        case "webhook":
            told = {"url_file": f"{folder}/url", "send_resolved": True}
    return {"name": receiver.name, f"{receiver.kind}_configs": [told]}
