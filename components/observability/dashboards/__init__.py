"""All dashboards that Grafana gets from here."""

from __future__ import annotations

from components.observability.dashboards.loop import LOOP
from components.observability.dashboards.model import Dashboard

__all__ = ["DASHBOARDS", "Dashboard"]

DASHBOARDS = (LOOP,)
