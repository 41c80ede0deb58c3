"""What a stack costs a month, as the policy pack's own command says it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from sandbox.engine.target import Target


def show(document: str, target: Target, environment: Mapping[str, str]) -> int:
    """Print the cost of the stack in `document`: what `pulumi stack export` or `preview --json` said."""
    command = ["python", "-m", "guardrails.cost"]
    return subprocess.run(
        command, input=document, text=True, cwd=target.policies, env=environment, check=False
    ).returncode
