"""Values of a chart in this repository, held to its ``values.schema.json`` before Helm sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from components.charts import Chart
from components.secret_text import SecretText

_CHARTS = Path(__file__).parents[1] / "charts"


def schema_problems(chart: Chart, extra: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], object, str]]:
    """What of ``extra`` the chart's schema refuses: path, value, fix; nothing for another repository's chart.

    What is required may be missing, because the stack sets it. A value that is secret or an output is not
    looked at: Helm does that.
    """
    if chart.repository is not None or not extra:
        return
    from components.json_schema import mistakes  # noqa: PLC0415  (a fifth of a second)

    schema = json.loads((_CHARTS / chart.name / "values.schema.json").read_text(encoding="utf-8"))
    for mistake in mistakes(schema, _plain(extra), formats={}, keywords={}):
        if mistake.value is not None:
            yield tuple(str(part) for part in mistake.path), mistake.value, mistake.fix


def _plain(value: object) -> object:
    """``value`` without secrets and what is not known yet."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if _seen(item)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _seen(value: object) -> bool:
    if isinstance(value, list):
        return all(_seen(item) for item in value)
    return isinstance(value, (str, int, float, Mapping)) and not isinstance(value, SecretText)
