"""Charts are rendered by the real helm, from wherever they are; what can't be had is told in one message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.errors import RenderError
from cli.render.desired import Desired
from cli.render.helm import ChartRenderer
from tests.unit.cli.render.chart_repository import ChartRepository, serve

TEMPLATES = """apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  greeting: {{ required "greeting is missing" .Values.greeting }}
  kubernetes: {{ .Capabilities.KubeVersion.Version }}
  monitored: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
---
apiVersion: v1
kind: Pod
metadata:
  name: try-it
  annotations:
    helm.sh/hook: test
"""


@pytest.fixture
def charts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChartRepository]:
    with serve(tmp_path / "served") as repository:
        monkeypatch.setenv("SSL_CERT_FILE", str(repository.authority))
        for place in ("CACHE", "CONFIG", "DATA"):
            monkeypatch.setenv(f"HELM_{place}_HOME", str(tmp_path / "helm"))
        repository.add("tool", "1.2.3", TEMPLATES)
        yield repository


def wanted(charts: ChartRepository, **more: Any) -> Desired:
    told = {
        "name": "own",
        "chart": "tool",
        "version": "1.2.3",
        "repository": f"https://{charts.address}/charts",
        "namespace": "ns",
        "values": {"greeting": "hello"},
        **more,
    }
    return Desired(**told)


def helm(root: Path, kubernetes: str | None = "1.33", *, monitored: bool = False) -> ChartRenderer:
    return ChartRenderer(root, kubernetes, monitored)


def only(text: str) -> dict[str, Any]:
    (found,) = yaml.safe_load_all(text)
    return dict(found)


def test_a_chart_of_a_repository_is_fetched_and_rendered(charts: ChartRepository, tmp_path: Path) -> None:
    found = only(helm(tmp_path).template(wanted(charts)))
    assert found["metadata"] == {"name": "own", "namespace": "ns"}
    assert found["data"] == {"greeting": "hello", "kubernetes": "v1.33", "monitored": "false"}


def test_a_chart_of_a_registry_is_fetched_and_rendered(charts: ChartRepository, tmp_path: Path) -> None:
    registry = wanted(charts, chart=f"oci://{charts.address}/charts/tool", repository=None)
    assert only(helm(tmp_path).template(registry)) == only(helm(tmp_path).template(wanted(charts)))


def test_a_chart_of_the_project_is_found_from_its_root(charts: ChartRepository, tmp_path: Path) -> None:
    (tmp_path / "charts").symlink_to(charts.folder / "sources")
    own = wanted(charts, chart="./charts/tool", version=None, repository=None)
    assert only(helm(tmp_path).template(own))["data"]["greeting"] == "hello"


def test_a_chart_hears_of_what_the_cluster_can(charts: ChartRepository, tmp_path: Path) -> None:
    found = only(helm(tmp_path, monitored=True).template(wanted(charts)))
    assert found["data"]["monitored"] == "true"


def test_a_chart_that_does_not_render_is_told_with_helms_reason(
    charts: ChartRepository, tmp_path: Path
) -> None:
    with pytest.raises(
        RenderError,
        match=r"The chart tool 1.2.3 does not render with the values of own: .*greeting is missing",
    ):
        helm(tmp_path).template(wanted(charts, values={}))


def test_a_version_that_is_not_there_is_told_with_its_repository(
    charts: ChartRepository, tmp_path: Path
) -> None:
    with pytest.raises(
        RenderError, match=rf"The chart tool 9.9.9 can't be had from https://{charts.address}"
    ):
        helm(tmp_path).template(wanted(charts, version="9.9.9"))


@pytest.mark.parametrize("scheme", ["https", "oci"])
def test_a_repository_that_does_not_answer_is_told_with_the_fix(
    charts: ChartRepository, tmp_path: Path, scheme: str
) -> None:
    nowhere = "127.0.0.1:1/charts"
    lost = (
        wanted(charts, repository=f"https://{nowhere}")
        if scheme == "https"
        else wanted(charts, chart=f"oci://{nowhere}/tool", repository=None)
    )
    with pytest.raises(RenderError, match=rf"1.2.3 can't be had from {scheme}://{nowhere}") as refused:
        helm(tmp_path).template(lost)
    assert "Run this where that can be reached (HTTPS_PROXY names a proxy" in str(refused.value)
