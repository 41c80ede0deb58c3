"""The chart's files; what it installs is tested on a real API server in tests/control_plane."""

from __future__ import annotations

from pathlib import Path

import yaml

from pitstop.schema import schema_text

CHART = Path(__file__).parents[3] / "charts" / "pitstop"


def test_the_charts_schema_is_that_of_the_settings() -> None:
    assert (CHART / "values.schema.json").read_text() == schema_text()


def test_every_value_has_a_default() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert values["settings"] == {}
    assert values["image"] == {"repository": "", "tag": "", "digest": "", "pullPolicy": "IfNotPresent"}
