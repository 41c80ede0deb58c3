"""The real helm, against the laboratory's API server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lab.process import LabError
from toolchain.bring import ensure
from toolchain.places import of_this_checkout


class Helm:
    """helm with the rights of one kubeconfig, and with its caches in ``folder``."""

    def __init__(self, kubeconfig: Path, folder: Path) -> None:
        places = of_this_checkout()
        ensure(["helm"], places, os.environ.get("PATH", os.defpath))
        self._command = [str(places.bin / "helm"), f"--kubeconfig={kubeconfig}"]
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HELM_CACHE_HOME": str(folder / "helm-cache"),
            "HELM_CONFIG_HOME": str(folder / "helm-config"),
            "HELM_DATA_HOME": str(folder / "helm-data"),
        }

    def install(
        self, release: str, chart: Path, namespace: str, values: Mapping[str, Any], *, wait: bool = True
    ) -> None:
        """Install or upgrade a chart of this repository; ``wait`` two minutes for its pods.

        Raises LabError with helm's own words.
        """
        answer = subprocess.run(
            [
                *self._command,
                "upgrade",
                "--install",
                release,
                str(chart),
                f"--namespace={namespace}",
                "--values=-",
                *(["--wait", "--timeout=120s"] if wait else []),
            ],
            input=json.dumps(values),
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise LabError(f"helm could not install {release}: {answer.stderr.strip()}")
