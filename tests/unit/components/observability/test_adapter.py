"""What a horizontal autoscaler asks for is computed from series that somebody in the stack exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import promql_parser
import pytest
from promql_parser import AggregateExpr, VectorSelector

from components.observability.adapter import adapter
from tests.unit.components.cloud import deploy
from tests.unit.components.observability.known_metrics import LABELS, metrics_of, unknown_labels


@dataclass(frozen=True)
class Rendered:
    """A rule's query as the adapter sends it for one kind of object."""

    name: str
    query: str


def rules() -> dict[str, Any]:
    found: dict[str, Any] = {}
    deploy(lambda: found.update(adapter("monitoring").values["rules"]))
    return found


def rendered() -> Iterator[Rendered]:
    resource = rules()["resource"]
    for name in ("cpu", "memory"):
        overrides = {v["resource"]: label for label, v in resource[name]["resources"]["overrides"].items()}
        container = f"{overrides['pod']},{resource[name]['containerLabel']}"
        yield Rendered(
            f"{name} of containers",
            fill(resource[name]["containerQuery"], matcher_of(overrides, "namespace", "pod"), container),
        )
        yield Rendered(
            f"{name} of nodes",
            fill(resource[name]["nodeQuery"], matcher_of(overrides, "node"), overrides["node"]),
        )
    for rule in rules()["custom"]:
        overrides = {v["resource"]: label for label, v in rule["resources"]["overrides"].items()}
        series = rule["seriesQuery"].partition("{")[0]
        query = rule["metricsQuery"].replace("<<.Series>>", series)
        yield Rendered(
            rule["name"]["as"], fill(query, matcher_of(overrides, "namespace", "pod"), overrides["pod"])
        )


def matcher_of(overrides: dict[str, str], *resources: str) -> str:
    return ",".join(f'{overrides[resource]}="one"' for resource in resources)


def fill(template: str, matchers: str, group_by: str) -> str:
    return template.replace("<<.LabelMatchers>>", matchers).replace("<<.GroupBy>>", group_by)


RENDERED = [pytest.param(rule.query, id=rule.name) for rule in rendered()]


@pytest.mark.parametrize("query", RENDERED)
def test_no_part_of_a_rules_template_is_left_over(query: str) -> None:
    assert "<<" not in query
    promql_parser.parse(query)


@pytest.mark.parametrize("query", RENDERED)
def test_a_rule_asks_only_for_series_that_somebody_exports(query: str) -> None:
    asked = metrics_of(query)
    assert asked
    assert asked <= LABELS.keys()


@pytest.mark.parametrize("query", RENDERED)
def test_a_rule_picks_and_groups_only_by_labels_that_its_series_have(query: str) -> None:
    expression = promql_parser.parse(query)
    assert isinstance(expression, AggregateExpr)
    assert expression.modifier is not None
    grouped = set(expression.modifier.labels)
    assert unknown_labels(query) == set()
    for series in metrics_of(query):
        assert grouped <= LABELS[series]


@pytest.mark.parametrize("rule", rules()["custom"], ids=lambda rule: str(rule["name"]["as"]))
def test_a_custom_rule_finds_its_series(rule: dict[str, Any]) -> None:
    selector = promql_parser.parse(rule["seriesQuery"])
    assert isinstance(selector, VectorSelector)
    assert selector.name in LABELS
    assert unknown_labels(rule["seriesQuery"]) == set()
    assert set(rule["resources"]["overrides"]) <= LABELS[selector.name]
    assert re.fullmatch(rule["name"]["matches"], selector.name)


def test_cpu_memory_and_requests_per_second_are_there_and_nothing_else() -> None:
    # The chart's own rules offer each series of Prometheus as a metric, and ask for all of them every minute.
    assert rules()["default"] is False
    assert not {"external", "existing"} & rules().keys()
    assert [rule.name for rule in rendered()] == [
        "cpu of containers",
        "cpu of nodes",
        "memory of containers",
        "memory of nodes",
        "http_requests_per_second",
    ]
