"""The chart's files; what it installs is tested on a real API server in tests/control_plane."""

from __future__ import annotations

from pathlib import Path

import yaml

CHART = Path(__file__).parents[3] / "charts" / "pitstop"


def test_every_value_has_a_default() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert values["settings"] == {}
    assert values["image"] == {"repository": "", "tag": "", "digest": "", "pullPolicy": "IfNotPresent"}
