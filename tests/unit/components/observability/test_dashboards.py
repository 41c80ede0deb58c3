import json
from typing import Any

import pytest

from components.observability.alerts.loop import RECORDINGS
from components.observability.dashboards import DASHBOARDS, Dashboard
from components.observability.dashboards.loop import LOOP
from tests.unit.components.observability.known_metrics import EXPORTED, metrics_of, unknown_labels

RECORDED = {recording.name for recording in RECORDINGS}
QUERIES = [
    pytest.param(query.expr, id=f"{dashboard.uid}: {panel.title} {index}")
    for dashboard in DASHBOARDS
    for panel in dashboard.panels()
    for index, query in enumerate(panel.queries)
]


def panels(dashboard: Dashboard) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dashboard.json())["panels"]
    return found


@pytest.mark.parametrize("promql", QUERIES)
def test_a_panel_asks_only_for_what_somebody_exports_or_records(promql: str) -> None:
    query = promql.replace("$__range", "1h")
    assert metrics_of(query) <= EXPORTED | RECORDED
    assert unknown_labels(query) == set()


def test_the_loop_shows_what_is_sick_what_was_done_and_how_long_it_took() -> None:
    assert [panel.title for panel in LOOP.panels()] == [
        "Sick nodes",
        "Cordoned nodes",
        "Sick share",
        "Breaker",
        "Drains failed",
        "Replacements awaited",
        "Never came back",
        "Time to repair",
        "Sick nodes by condition",
        "Sick nodes by node group",
        "What the engine did",
        "What the autoscaler did",
        "How long a step takes",
        "What is not done, and why",
        "Problems that were seen",
        "Sick nodes now",
    ]


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.uid)
def test_panels_fill_the_grid_without_overlap(dashboard: Dashboard) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels(dashboard):
        place = panel["gridPos"]
        cells = {
            (place["x"] + right, place["y"] + down)
            for right in range(place["w"])
            for down in range(place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert {(x, 0) for x in range(24)} <= taken


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.uid)
def test_panels_have_ids_of_their_own_and_a_description(dashboard: Dashboard) -> None:
    ids = [panel["id"] for panel in panels(dashboard)]
    assert ids == list(range(1, len(ids) + 1))
    assert all(panel["description"].endswith(".") for panel in panels(dashboard))


def test_a_panel_that_may_turn_red_says_from_where() -> None:
    by_title = {panel["title"]: panel for panel in panels(LOOP)}
    assert by_title["Sick share"]["fieldConfig"]["defaults"] == {
        "unit": "percentunit",
        "thresholds": {
            "mode": "absolute",
            "steps": [{"color": "green", "value": None}, {"color": "red", "value": 0.2}],
        },
    }
    assert by_title["Time to repair"]["fieldConfig"]["defaults"]["unit"] == "s"


def test_every_query_goes_to_the_data_source_of_the_stack() -> None:
    targets = [target for panel in panels(LOOP) for target in panel["targets"]]
    assert {target["datasource"]["uid"] for target in targets} == {"prometheus"}
