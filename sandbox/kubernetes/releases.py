"""Helm releases: rendered where the chart is here, then recorded as deployed."""

# ruff: noqa: ARG002 - the base class says what each method does and gets

from __future__ import annotations

from pathlib import Path
from typing import Any

from sandbox.kubernetes.cluster import KubernetesCluster
from sandbox.kubernetes.helm import inspect_chart
from sandbox.kubernetes.kind import Kind, generated_name, split_id
from sandbox.wire.diff import DEFAULTS_KEY
from sandbox.wire.provider import Candidate, Checked, Existing, Failure, Found, RefusalError
from sandbox.wire.values import UNKNOWN, Properties

TYPE = "kubernetes:helm.sh/v3:Release"


class Releases(Kind):
    """``kubernetes:helm.sh/v3:Release``. ``project`` is where relative chart paths start."""

    replace_on = frozenset({"name", "namespace"})

    def __init__(self, project: Path) -> None:
        self._project = project

    def check(self, candidate: Candidate) -> Checked:
        """A release needs a chart; name and namespace have defaults."""
        inputs = {key: value for key, value in candidate.news.items() if key != DEFAULTS_KEY}
        if "chart" not in inputs:
            return Checked(inputs, [Failure("chart", f"the release {candidate.name!r} names no chart")])
        filled: dict[str, Any] = {}
        if "name" not in inputs:
            generated = "name" in candidate.olds.get(DEFAULTS_KEY, [])
            filled["name"] = generated_name(candidate, candidate.olds.get("name") if generated else None)
        if "namespace" not in inputs:
            filled["namespace"] = "default"
        if filled:
            inputs |= filled | {DEFAULTS_KEY: sorted(filled)}
        return Checked(inputs)

    def plan(self, inputs: Properties, outputs: Properties) -> Properties:
        """Status and manifest are known after the fact."""
        return _visible(inputs) | {"status": UNKNOWN, "resourceNames": UNKNOWN}

    def create(self, cluster: KubernetesCluster, token: str, inputs: Properties) -> tuple[str, Properties]:
        """Refuses what helm would refuse."""
        namespace, name = inputs["namespace"], inputs["name"]
        key = (cluster.server, namespace, name)
        if key in cluster.releases:
            raise RefusalError(f"installing the release {name}: cannot re-use a name that is still in use")
        if not inputs.get("createNamespace"):
            cluster.require_namespace(namespace)
        outputs = self._outputs(cluster, inputs, 1)
        cluster.releases[key] = {"inputs": inputs, "outputs": outputs}
        return f"{namespace}/{name}", outputs

    def update(self, cluster: KubernetesCluster, token: str, physical: str, inputs: Properties) -> Properties:
        """A new revision."""
        key = (cluster.server, *split_id(physical))
        if key not in cluster.releases:
            raise RefusalError(f'upgrading the release {physical}: "{physical}" has no deployed releases')
        revision = cluster.releases[key]["outputs"]["status"]["revision"] + 1
        outputs = self._outputs(cluster, inputs, revision)
        cluster.releases[key] = {"inputs": inputs, "outputs": outputs}
        return outputs

    def read(self, cluster: KubernetesCluster, token: str, physical: str) -> Found | None:
        """As recorded."""
        found = cluster.releases.get((cluster.server, *split_id(physical)))
        return Found(found["inputs"], found["outputs"]) if found else None

    def delete(self, cluster: KubernetesCluster, token: str, existing: Existing) -> None:
        """Uninstalls."""
        cluster.releases.pop((cluster.server, *split_id(existing.physical)), None)

    def _outputs(self, cluster: KubernetesCluster, inputs: Properties, revision: int) -> Properties:
        chart = inspect_chart(self._project, inputs, cluster.version)
        status = {
            "appVersion": chart.app_version,
            "chart": chart.name,
            "name": inputs["name"],
            "namespace": inputs["namespace"],
            "revision": revision,
            "status": "deployed",
            "version": chart.version,
        }
        return _visible(inputs) | {"status": status, "resourceNames": {}}


def _visible(inputs: Properties) -> Properties:
    return {key: value for key, value in inputs.items() if not key.startswith("__")}
