"""`helm template` on PATH, for whatever renders a chart without a cluster to ask."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolchain.catalog import KUBERNETES

_LIMIT_SECONDS = 60.0


def template(
    release: str,
    chart: Sequence[str],
    namespace: str,
    values: Mapping[str, Any],
    *,
    kubernetes: str | None,
    api_versions: Sequence[str] = (),
    folder: Path,
) -> subprocess.CompletedProcess[str]:
    """Render ``chart`` (a path or a reference, with --repo and --version where it needs them) in ``folder``.

    Definitions are rendered, too, and the chart's tests are not. ``kubernetes`` is the cluster's version,
    such as ``1.35``; None stands for the one of this project's own control plane: helm's guess is v1.20 where
    it was built from its Go module, which charts refuse. ``api_versions`` are what the cluster has beside
    Kubernetes' own. Raises subprocess.TimeoutExpired after a minute.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(values, file)
        file.flush()
        return subprocess.run(
            [
                *("helm", "template", release, *chart),
                *("--namespace", namespace, "--values", file.name),
                *("--include-crds", "--skip-tests", "--kube-version", kubernetes or KUBERNETES),
                *(word for version in api_versions for word in ("--api-versions", version)),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
