"""What helm has installed is taken over unchanged by a server-side apply of its rendering, as by Argo CD."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from cli.render.desired import Desired
from cli.render.helm import ChartRenderer
from cli.render.manifests import files
from lab.api import Login
from lab.helm import Helm
from lab.lab import Lab

pytestmark = pytest.mark.xdist_group("loop-2")

NAMESPACE = "tools"
VALUES = {"greeting": "hello"}
CHART = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: {app.kubernetes.io/managed-by: {{ .Release.Service }}}
spec:
  replicas: 0
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app: {{ .Release.Name }}}}
    spec:
      containers:
        - {name: main, image: "registry.example.com/tool:1.2.3", args: ["{{ .Values.greeting }}"]}
---
apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}}
spec:
  selector: {app: {{ .Release.Name }}}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}
  labels: {app: {{ .Release.Name }}}
"""
PATHS = {
    "Deployment": f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/tool",
    "Service": f"/api/v1/namespaces/{NAMESPACE}/services/tool",
    "ServiceAccount": f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/tool",
}


def test_taking_over_restarts_and_replaces_nothing(lab: Lab, tmp_path: Path) -> None:
    chart = tmp_path / "charts" / "tool"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: tool\nversion: 1.2.3\n")
    (chart / "templates" / "all.yaml").write_text(CHART)
    lab.namespace(NAMESPACE)
    Helm(lab.plane.kubeconfig(), lab.bench.folder).install("tool", chart, NAMESPACE, VALUES)
    installed = {kind: _kept(lab.api.get(path)) for kind, path in PATHS.items()}

    wanted = Desired("tool", "./charts/tool", None, None, NAMESPACE, VALUES)
    rendered = files(ChartRenderer(tmp_path, "1.34", monitored=False).template(wanted), NAMESPACE)
    manifests = [found for text in rendered.values() for found in yaml.safe_load_all(text)]
    assert {found["kind"] for found in manifests} == PATHS.keys()
    for found in manifests:
        assert found["metadata"]["namespace"] == NAMESPACE
        _apply(lab.api.login, PATHS[found["kind"]], found)

    for kind, path in PATHS.items():
        now = lab.api.get(path)
        assert "argocd-controller" in {entry["manager"] for entry in now["metadata"]["managedFields"]}
        assert _kept(now) == installed[kind]


def _kept(found: dict[str, Any]) -> dict[str, Any]:
    """All that means a restart or a replacement where it changes: identity, generation, labels, content."""
    metadata = {key: found["metadata"].get(key) for key in ("uid", "generation", "labels", "annotations")}
    return {**found, "metadata": metadata, "status": None}


def _apply(login: Login, path: str, manifest: dict[str, Any]) -> None:
    answer = requests.patch(
        f"{login.server}{path}",
        params={"fieldManager": "argocd-controller", "force": "true"},
        json=manifest,
        headers={"Authorization": f"Bearer {login.token}", "Content-Type": "application/apply-patch+yaml"},
        verify=str(login.ca_file),
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
