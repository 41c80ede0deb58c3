"""The kubeconfig of a stack: its output, in a file that only its owner can read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from cli.errors import AccessError


def write(kubeconfig: Mapping[str, object] | str, path: Path) -> None:
    """Write the output (a mapping, or its JSON) to ``path``; whole or not at all."""
    text = kubeconfig if isinstance(kubeconfig, str) else json.dumps(kubeconfig, indent=2)
    if not text:
        raise AccessError("the stack has no kubeconfig: it is not up; run `make up` first")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    draft.replace(path)
