"""What a stack costs a month, as the policy pack's own command says it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from cli.engine.target import Target

_LOG_COLUMNS = "110"
"""A log has no width of its own; names of resources are long, and a broken one can't be searched for."""


def show(document: str, target: Target, environment: Mapping[str, str]) -> int:
    """Print the cost of the stack in `document`: what `pulumi stack export` or `preview --json` said."""
    command = ["python", "-m", "guardrails.cost"]
    width = {} if sys.stdout.isatty() else {"COLUMNS": _LOG_COLUMNS}
    return subprocess.run(
        command, input=document, text=True, cwd=target.policies, env={**environment, **width}, check=False
    ).returncode
