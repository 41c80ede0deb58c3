"""Charts turned into manifests by the real helm, wherever a chart is."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.errors import RenderError
from cli.render.desired import Desired
from toolchain import helm

_MONITORS = ("monitoring.coreos.com/v1", "monitoring.coreos.com/v1/ServiceMonitor")
"""What charts ask for before they make a ServiceMonitor."""


@dataclass(frozen=True)
class ChartRenderer:
    """The ``helm`` on PATH, told of the cluster that it can't ask."""

    root: Path
    """The project's folder, where paths of charts begin."""
    kubernetes: str | None
    """The cluster's minor, such as ``1.35``; None where the settings don't say it."""
    monitored: bool
    """Whether the cluster has the definition of a ServiceMonitor."""

    def template(self, wanted: Desired) -> str:
        """All manifests of a release, its resource definitions among them, without the chart's tests.

        Raises RenderError where the chart can't be had or doesn't render.
        """
        answer = helm.template(
            wanted.name,
            _chart(wanted),
            wanted.namespace,
            wanted.values,
            kubernetes=self.kubernetes,
            api_versions=_MONITORS if self.monitored else (),
            folder=self.root,
        )
        if answer.returncode != 0:
            raise self._reason(wanted, answer.stderr.strip())
        return answer.stdout

    def _reason(self, wanted: Desired, said: str) -> RenderError:
        """A chart that can be shown was there, so it was the rendering that failed."""
        chart = f"The chart {wanted.chart} {wanted.version or ''}".rstrip()
        words = ["helm", "show", "chart", *_chart(wanted)]
        shown = subprocess.run(words, cwd=self.root, capture_output=True, text=True, check=False)
        if shown.returncode == 0:
            return RenderError(f"{chart} does not render with the values of {wanted.name}: {said}")
        return RenderError(
            f"{chart} can't be had from {wanted.repository or wanted.chart}: {said}\n"
            "Run this where that can be reached (HTTPS_PROXY names a proxy, as for every tool); nothing was "
            "written."
        )


def _chart(wanted: Desired) -> Sequence[str]:
    words = [wanted.chart]
    if wanted.repository:
        words += ["--repo", wanted.repository]
    if wanted.version:
        words += ["--version", wanted.version]
    return words
