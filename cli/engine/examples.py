"""Stands in for what a stack file leaves to a person, so that it can be tried in the sandbox as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.engine.target import SANDBOX, Target

_ADDRESS = "203.0.113.7/32"
"""From a range that nobody has: RFC 5737."""
_EMAIL = "somebody@example.com"
_TOLD = ("email", "slack", "optOut")


def missing(target: Target, overrides: Mapping[str, str]) -> dict[str, str]:
    """An example for each value that neither the stack file nor `overrides` has, by its key.

    None for a stack on AWS: there only a person knows them, and the program asks.
    """
    own = {key.rpartition(":")[2]: value for key, value in target.config.items()}
    if not target.sandboxed or target.stack == SANDBOX or own.get("target") == "kubeconfig":
        return {}
    asked = {key.rpartition(":")[2].partition("[")[0] for key in overrides}

    def says(block: str, key: str) -> bool:
        written: Mapping[str, Any] = own.get(block) or {}
        return bool(written.get(key)) or any(f"{name}.".startswith(f"{block}.{key}.") for name in asked)

    examples = {}
    if says("cluster", "publicAccess") and not says("cluster", "publicAccessCidrs"):
        examples["cluster.publicAccessCidrs[0]"] = _ADDRESS
    if not any(says("billing", key) for key in _TOLD):
        examples["billing.email"] = _EMAIL
    return examples
