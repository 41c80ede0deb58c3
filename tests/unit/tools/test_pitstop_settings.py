"""The table of pitstop's settings, held against the JSON schema of its chart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.docs.pitstop_settings import table

CHART = Path(__file__).parents[3] / "charts" / "pitstop" / "values.schema.json"
SCHEMA: dict[str, Any] = json.loads(CHART.read_text(encoding="utf-8"))
ROWS = {
    key: (kind, default, meaning)
    for key, kind, default, meaning in re.findall(
        r"^\| `(\S+)` \| ([^|]*) \| ([^|]*) \| (.*) \|$", table(), re.M
    )
}


def keys(schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, written in schema["properties"].items():
        yield f"{path}{name}"
        for below, suffix in ((written, "."), (written.get("items", {}), "[].")):
            target = SCHEMA["$defs"][below["$ref"].rpartition("/")[2]] if "$ref" in below else below
            if "properties" in target:
                yield from keys(target, f"{path}{name}{suffix}")


def test_the_table_has_every_key_that_the_chart_takes_and_no_other() -> None:
    assert list(ROWS) == list(keys(SCHEMA["properties"]["settings"]))


def test_every_key_has_a_meaning() -> None:
    assert [key for key, (_, _, meaning) in ROWS.items() if not meaning.strip()] == []


def test_durations_and_required_keys_are_told() -> None:
    assert ROWS["caps.drainsPerHour"][1] == "`6`"
    assert ROWS["drain.retryFor"][:2] == ("duration", "`15m`")
    assert ROWS["windows[].start"][1] == "**required**"
