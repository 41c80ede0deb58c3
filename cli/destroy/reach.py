"""Whether a stack's cluster answers: if it does, its own farewell release cleans up; if not, we do."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from cli.access import kubeconfig
from cli.access.kubectl import Kubectl
from cli.errors import AccessError

_REFUSALS = ("unauthorized", "forbidden", "must be logged in", "accessdenied", "expiredtoken", "credentials")


class Reach(Enum):
    """How the cluster answers."""

    ANSWERS = "answers"
    SILENT = "does not answer"


def probe(outputs: Mapping[str, Any]) -> Reach:
    """Ask the cluster's API server whether it is ready.

    Raises AccessError where it answers, and refuses us: its objects are then there, and not ours to forget.
    """
    config = outputs.get("kubeconfig")
    if not config:
        return Reach.SILENT
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kubeconfig.yaml")
        kubeconfig.write(config, path)
        try:
            Kubectl(("--kubeconfig", str(path), "--request-timeout=15s")).ask("get", "--raw", "/readyz")
        except AccessError as error:
            if any(word in str(error).lower() for word in _REFUSALS):
                raise AccessError(
                    f"the cluster refuses these credentials: {error}; log in as somebody it knows, try again"
                ) from None
            if "kubectl is not on PATH" in str(error):
                raise
            return Reach.SILENT
    return Reach.ANSWERS
