"""Charts of this repository, rendered by the real helm."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

CHARTS = Path(__file__).resolve().parents[3] / "charts"
KUBERNETES = ("--kube-version", "1.33.0")
"""A helm that was built from its module takes every cluster for v1.20."""

Helm = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Rendered:
    """What a chart makes."""

    objects: list[dict[str, Any]]

    def kinds(self) -> list[str]:
        """The kinds of all objects, sorted."""
        return sorted(found["kind"] for found in self.objects)

    def one(self, kind: str) -> dict[str, Any]:
        """The only object of its kind."""
        (found,) = (found for found in self.objects if found["kind"] == kind)
        return found


Render = Callable[..., Rendered]
Refusal = Callable[[str, Mapping[str, Any]], str]


@pytest.fixture(scope="session")
def helm() -> Helm:
    def run(*args: str, values: Mapping[str, Any] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["helm", *args, "--values", "-"],
            input=yaml.safe_dump(dict(values or {})),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def render(helm: Helm) -> Render:
    """Renders a chart into the namespace ``ns``."""

    def run(chart: str, **values: Any) -> Rendered:
        done = helm("template", chart, str(CHARTS / chart), *KUBERNETES, "--namespace", "ns", values=values)
        assert done.returncode == 0, done.stderr
        return Rendered([found for found in yaml.safe_load_all(done.stdout) if found])

    return run


@pytest.fixture(scope="session")
def refusal(helm: Helm) -> Refusal:
    """What helm says of values that a chart refuses."""

    def run(chart: str, values: Mapping[str, Any]) -> str:
        done = helm("template", chart, str(CHARTS / chart), *KUBERNETES, values=values)
        assert done.returncode != 0, "helm took the values"
        return done.stderr

    return run
