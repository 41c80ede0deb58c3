"""A Kubernetes object as a part of a component makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Manifest:
    """A Kubernetes object; it gets its name, its namespace and its labels where it is declared."""

    api_version: str
    kind: str
    body: Mapping[str, Any]
    """What stands beside ``metadata``."""
    suffix: str = ""
    """What follows the name in the object's, where there are two of a kind."""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def annotated(self) -> dict[str, dict[str, str]]:
        """Its annotations as a part of ``metadata``; an empty map would be a difference to what is there."""
        return {"annotations": dict(self.annotations)} if self.annotations else {}
