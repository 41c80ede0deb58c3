"""Alerts say how fast the month's errors are used up, soon where it is fast, and without noise."""

from __future__ import annotations

from typing import Any

import promql_parser
import pytest

from components.microservice.objective import BURNS, Burn, alert, recording
from components.microservice.settings import MicroserviceSettings
from components.microservice.spec import MicroserviceSpec
from tests.unit.components.microservice.shop import shop, spec
from tests.unit.components.observability.known_metrics import metrics_of

HOURS_OF_THE_MONTH = 30 * 24
HOURS = {"5m": 1 / 12, "30m": 1 / 2, "1h": 1, "6h": 6, "3d": 72}


def measured(percent: float = 99.9) -> MicroserviceSpec:
    return MicroserviceSpec("shop", "shop:1", 8080, MicroserviceSettings(success_percent=percent))


def rules() -> dict[str, list[dict[str, Any]]]:
    return {group["name"]: group["rules"] for group in spec(shop(), "PrometheusRule")["groups"]}


@pytest.mark.parametrize("burn", BURNS, ids=lambda burn: burn.long)
def test_the_long_window_uses_up_the_share_that_the_alert_tells(burn: Burn) -> None:
    share = burn.rate * HOURS[burn.long] / HOURS_OF_THE_MONTH
    assert share == pytest.approx(burn.share_percent / 100)


@pytest.mark.parametrize("burn", BURNS, ids=lambda burn: burn.long)
def test_the_short_window_is_a_twelfth_of_the_long_one(burn: Burn) -> None:
    assert HOURS[burn.long] / HOURS[burn.short] == pytest.approx(12)


def test_what_burns_fast_wakes_somebody_up_and_what_burns_slowly_does_not() -> None:
    assert [(burn.long, burn.severity) for burn in BURNS] == [
        ("1h", "critical"),
        ("6h", "critical"),
        ("3d", "warning"),
    ]


def test_both_windows_must_agree() -> None:
    assert alert(measured(), BURNS[0]).expr == (
        'namespace:http_errors:ratio_rate1h{namespace="shop"} > 0.0144 and '
        'namespace:http_errors:ratio_rate5m{namespace="shop"} > 0.0144'
    )


def test_a_laxer_objective_allows_more_errors() -> None:
    assert alert(measured(99), BURNS[1]).expr.count("> 0.06") == 2


def test_errors_are_a_share_of_all_requests_and_none_where_none_failed() -> None:
    expression = recording(measured(), "5m").expr
    promql_parser.parse(expression)
    assert metrics_of(expression) == {"http_requests_total"}
    assert expression == (
        '(sum by (namespace) (rate(http_requests_total{namespace="shop",code=~"5.."}[5m]))'
        ' or sum by (namespace) (rate(http_requests_total{namespace="shop"}[5m])) * 0)'
        ' / (sum by (namespace) (rate(http_requests_total{namespace="shop"}[5m])) > 0)'
    )


def test_every_alert_reads_a_series_that_the_same_rules_record() -> None:
    recorded = {rule["record"] for rule in rules()["shop.errors"]}
    assert recorded == {f"namespace:http_errors:ratio_rate{window}" for window in HOURS}
    for rule in rules()["shop.objective"]:
        assert metrics_of(rule["expr"]) <= recorded


def test_an_alert_names_the_service_and_what_to_do() -> None:
    first = rules()["shop.objective"][0]
    assert first["alert"] == "MicroserviceErrors1h"
    assert first["labels"] == {"severity": "critical"}
    assert first["annotations"]["summary"] == (
        "shop fails so often that 2 % of the month's errors are gone in 1h."
    )
    assert "kubectl -n shop rollout undo deployment/shop" in first["annotations"]["runbook"]
