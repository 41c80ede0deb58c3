"""Grafana dashboards, as data: rows of panels on a grid of 24 columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

_COLUMNS = 24
_HEIGHT = 8
_STAT_HEIGHT = 4
_PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}
"""The uid that kube-prometheus-stack gives its data source."""


@dataclass(frozen=True)
class Query:
    """A PromQL expression, and how its series are called."""

    expr: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    """One picture. ``unit`` is one of Grafana's: short, s, percentunit, dateTimeFromNow, ..."""

    title: str
    description: str
    kind: Literal["stat", "timeseries", "table"]
    queries: Sequence[Query]
    unit: str = "short"
    bad_from: float | None = None
    """The value from which it is red, None where no value is bad."""

    def json(self, id_: int, x: int, y: int, width: int) -> dict[str, Any]:
        """The panel as Grafana reads it, at a place on the grid."""
        steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
        if self.bad_from is not None:
            steps.append({"color": "red", "value": self.bad_from})
        return {
            "id": id_,
            "type": self.kind,
            "title": self.title,
            "description": self.description,
            "datasource": _PROMETHEUS,
            "gridPos": {"x": x, "y": y, "w": width, "h": _height(self)},
            "fieldConfig": {
                "defaults": {"unit": self.unit, "thresholds": {"mode": "absolute", "steps": steps}},
                "overrides": [],
            },
            "targets": [
                {
                    "refId": chr(ord("A") + index),
                    "datasource": _PROMETHEUS,
                    "expr": query.expr,
                    "legendFormat": query.legend,
                    "instant": self.kind != "timeseries",
                    "range": self.kind == "timeseries",
                    "format": "table" if self.kind == "table" else "time_series",
                }
                for index, query in enumerate(self.queries)
            ],
        }


@dataclass(frozen=True)
class Dashboard:
    """Rows of panels; the panels of a row share its width evenly."""

    uid: str
    title: str
    rows: Sequence[Sequence[Panel]]
    tags: Sequence[str] = ("remediation",)
    """Grafana lists dashboards by them."""

    def panels(self) -> Sequence[Panel]:
        """All panels, from the top left to the bottom right."""
        return [panel for row in self.rows for panel in row]

    def json(self) -> str:
        """The dashboard as Grafana reads it."""
        placed: list[dict[str, Any]] = []
        y = 0
        for row in self.rows:
            width = _COLUMNS // len(row)
            for column, panel in enumerate(row):
                placed.append(panel.json(len(placed) + 1, column * width, y, width))
            y += max(_height(panel) for panel in row)
        return json.dumps(
            {
                "uid": self.uid,
                "title": self.title,
                "tags": list(self.tags),
                "timezone": "browser",
                "schemaVersion": 39,
                "refresh": "30s",
                "time": {"from": "now-24h", "to": "now"},
                "panels": placed,
            },
            indent=1,
        )


def _height(panel: Panel) -> int:
    return _STAT_HEIGHT if panel.kind == "stat" else _HEIGHT
