"""What the engine recorded of a stack: its outputs and how many resources of which type it has."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_STACK = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Deployment:
    """A stack after its last update."""

    outputs: Mapping[str, Any]
    """Secret ones are objects with a ciphertext."""
    counts: Mapping[str, int]
    """Type token -> number of resources; components and providers count too."""


def read(export: str) -> Deployment:
    """From what `pulumi stack export` prints."""
    resources = (json.loads(export).get("deployment") or {}).get("resources") or []
    outputs: dict[str, Any] = next((one.get("outputs", {}) for one in resources if one["type"] == _STACK), {})
    return Deployment(outputs, Counter(one["type"] for one in resources if one["type"] != _STACK))
