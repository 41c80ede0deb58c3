"""A project in a folder: one stack, a chart of its own, and an engine that says what it is told to say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_CHART = """apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  greeting: {{ .Values.greeting }}
"""


def write(root: Path, stack_file: str) -> None:
    """Lay it out below ``root``: `Pulumi.dev.yaml` with ``stack_file``, and the chart ``./charts/tool``."""
    (root / "Pulumi.yaml").write_text("name: self-driving-eks\nruntime: python\n")
    (root / "Pulumi.dev.yaml").write_text(stack_file)
    templates = root / "charts" / "tool" / "templates"
    templates.mkdir(parents=True)
    (templates / "all.yaml").write_text(_CHART)
    (templates.parent / "Chart.yaml").write_text("apiVersion: v2\nname: tool\nversion: 0.1.0\n")


def engine_says(root: Path, *steps: dict[str, Any]) -> None:
    """From now on the project's engine plans these steps."""
    _engine(root, f"print({json.dumps({'steps': steps})!r})")


def engine_refuses(root: Path, message: str) -> None:
    """From now on the project's engine fails."""
    _engine(root, f"import sys; sys.exit({message!r})")


def _engine(root: Path, program: str) -> None:
    (root / "cli.py").write_text(f"{program}\n")


def headlamp(greeting: str = "hello") -> dict[str, Any]:
    """A step that keeps the release of that name, from the project's chart."""
    inputs = {"name": "headlamp", "chart": "./charts/tool", "namespace": "headlamp"}
    release = "kubernetes:helm.sh/v3:Release"
    return {
        "op": "same",
        "urn": f"urn:pulumi:dev::p::selfdriving:index:ClusterServices${release}::services-headlamp",
        "newState": {"type": release, "inputs": {**inputs, "values": {"greeting": greeting}}},
    }
