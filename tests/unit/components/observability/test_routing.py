from typing import Any

from components.observability.routing import alertmanager_config, mounted_secrets
from components.observability.settings import ReceiverSettings

SLACK = ReceiverSettings(name="team", kind="slack", secret="slack", channel="#alerts")
PAGER = ReceiverSettings(name="pager", kind="pagerduty", secret="pagerduty", severity="critical")
HOOK = ReceiverSettings(name="hook", kind="webhook", secret="slack")

QUIET: dict[str, Any] = {"receiver": "nobody", "matchers": ['alertname =~ "Watchdog|InfoInhibitor"']}


def test_without_receivers_nobody_is_told() -> None:
    config = alertmanager_config([])
    assert config["receivers"] == [{"name": "nobody"}]
    assert config["route"]["receiver"] == "nobody"
    assert config["route"]["routes"] == [QUIET]


def test_everybody_is_told_what_is_severe_enough_for_them() -> None:
    assert alertmanager_config([SLACK, PAGER])["route"]["routes"] == [
        QUIET,
        {"receiver": "team", "matchers": ['severity =~ "warning|critical"'], "continue": True},
        {"receiver": "pager", "matchers": ['severity =~ "critical"'], "continue": True},
    ]


def test_what_is_secret_comes_from_a_mounted_file() -> None:
    assert alertmanager_config([SLACK, PAGER, HOOK])["receivers"] == [
        {"name": "nobody"},
        {
            "name": "team",
            "slack_configs": [
                {
                    "api_url_file": "/etc/alertmanager/secrets/slack/url",
                    "channel": "#alerts",
                    "send_resolved": True,
                }
            ],
        },
        {
            "name": "pager",
            "pagerduty_configs": [
                {
                    "routing_key_file": "/etc/alertmanager/secrets/pagerduty/routing-key",
                    "send_resolved": True,
                }
            ],
        },
        {
            "name": "hook",
            "webhook_configs": [{"url_file": "/etc/alertmanager/secrets/slack/url", "send_resolved": True}],
        },
    ]


def test_a_secret_that_two_receivers_share_is_mounted_once() -> None:
    assert mounted_secrets([SLACK, PAGER, HOOK]) == ["pagerduty", "slack"]


def test_the_worse_hides_the_lesser() -> None:
    sources = [rule["source_matchers"] for rule in alertmanager_config([])["inhibit_rules"]]
    assert sources == [['severity = "critical"'], ['severity = "warning"'], ['alertname = "InfoInhibitor"']]
