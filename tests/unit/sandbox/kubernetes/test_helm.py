"""Charts of the project, as the real helm renders them for the cluster's own version."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.kubernetes.helm import inspect_chart
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties
from toolchain.catalog import KUBERNETES

RELEASE: Properties = {"name": "small", "namespace": "default", "chart": "./charts/small"}


def chart(project: Path, kubernetes: str) -> None:
    folder = project / "charts" / "small"
    folder.mkdir(parents=True)
    (folder / "Chart.yaml").write_text(
        f'{{apiVersion: v2, name: small, version: 0.1.0, kubeVersion: "{kubernetes}"}}\n'
    )


def test_a_chart_for_the_clusters_version_is_rendered(tmp_path: Path) -> None:
    chart(tmp_path, ">=1.35.0-0 <1.36.0-0")

    assert inspect_chart(tmp_path, RELEASE, "1.35").name == "small"


def test_a_chart_for_another_version_is_refused_in_helms_words(tmp_path: Path) -> None:
    chart(tmp_path, ">=1.36.0-0")

    with pytest.raises(RefusalError) as refused:
        inspect_chart(tmp_path, RELEASE, "1.35")

    assert ("chart requires kubeVersion: >=1.36.0-0 which is incompatible with Kubernetes v1.35") in str(
        refused.value
    )


def test_a_cluster_of_an_unknown_version_is_as_new_as_the_projects_own_control_plane(tmp_path: Path) -> None:
    chart(tmp_path, f"={KUBERNETES}")

    assert inspect_chart(tmp_path, RELEASE, None).name == "small"
