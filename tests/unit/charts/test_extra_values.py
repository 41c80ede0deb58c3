"""The stack refuses what Helm would refuse of a chart in this repository, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from components.chart_schema import schema_problems
from components.charts import DRAINO, FAREWELL, ISTIO_LEFTOVERS, PITSTOP, Chart
from tests.unit.charts.conftest import CHARTS, KUBERNETES, Helm

PITSTOP_NEEDS = {
    "image": {"repository": "registry.example/pitstop", "tag": "1"},
    "settings": {"cluster": "c1"},
}


@pytest.mark.parametrize(
    ("chart", "extra", "fits"),
    [
        (DRAINO, {"replicas": 3}, True),
        (DRAINO, {"replicas": "3"}, False),
        (DRAINO, {"replica": 3}, False),
        (DRAINO, {"serviceMonitor": {"interval": "15s"}}, True),
        (DRAINO, {"serviceMonitor": {"interval": "soon"}}, False),
        (DRAINO, {"protectedPodAnnotations": []}, False),
        (FAREWELL, {"image": "registry.example/kubectl:v1.35.0"}, True),
        (FAREWELL, {"image": "registry.example/kubectl"}, False),
        (ISTIO_LEFTOVERS, {"image": "registry.example/kubectl:v1.35.0"}, True),
        (ISTIO_LEFTOVERS, {"images": "registry.example/kubectl:v1.35.0"}, False),
        (PITSTOP, {"networkPolicy": {"enabled": False}}, True),
        (PITSTOP, {"networkPolicy": {"on": False}}, False),
        (PITSTOP, {"nodeSelector": {"a": "b"}}, True),
    ],
)
def test_helm_agrees(helm: Helm, chart: Chart, extra: Mapping[str, Any], fits: bool) -> None:
    ours = PITSTOP_NEEDS if chart is PITSTOP else {}
    done = helm("template", "x", str(CHARTS / chart.name), *KUBERNETES, values={**ours, **extra})
    assert (done.returncode == 0, not list(schema_problems(chart, extra))) == (fits, fits), done.stderr
