"""Charts: those in the repository are rendered by the real helm, those elsewhere need a version and a
repository."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties
from toolchain import helm


@dataclass(frozen=True)
class ChartInfo:
    """A chart's name and versions, as a release's status tells them; empty where only a registry knows."""

    name: str
    version: str
    app_version: str


def inspect_chart(project: Path, inputs: Properties, kubernetes: str | None) -> ChartInfo:
    """Renders a chart of the project, or checks that a remote one is pinned. Raises RefusalError.

    ``kubernetes`` is the cluster's version, which a chart may refuse; None where nobody knows it.
    """
    chart = str(inputs["chart"])
    if _is_local(chart):
        return _rendered(project / chart, inputs, kubernetes)
    if not inputs.get("version"):
        raise RefusalError(
            f"the chart {chart} has no version: pin one, or an up means something else every day"
        )
    if not chart.startswith("oci://") and not inputs.get("repositoryOpts", {}).get("repo"):
        raise RefusalError(
            f"the chart {chart} has no repository: set repositoryOpts.repo, use an oci:// reference, or "
            f"./path "
            "for a chart in the project"
        )
    return ChartInfo(chart.rsplit("/", 1)[-1], str(inputs["version"]), "")


def _is_local(chart: str) -> bool:
    return chart.startswith((".", "/"))


def _rendered(path: Path, inputs: Properties, kubernetes: str | None) -> ChartInfo:
    metadata = path / "Chart.yaml"
    if not metadata.is_file():
        raise RefusalError(f"there is no chart at {inputs['chart']}: {metadata} does not exist")
    if shutil.which("helm") is None:
        raise RefusalError("helm is not on PATH, so charts cannot be rendered: run this through `make`")
    result = helm.template(
        inputs["name"],
        [str(path)],
        inputs["namespace"],
        inputs.get("values", {}),
        kubernetes=kubernetes,
        folder=path,
    )
    if result.returncode != 0:
        raise RefusalError(f"the chart {inputs['chart']} does not render: {result.stderr.strip()}")
    about = yaml.safe_load(metadata.read_text())
    return ChartInfo(about["name"], str(about["version"]), str(about.get("appVersion", "")))
