"""Tags as AWS lists them, read into a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def tag_map(tags: Iterable[Mapping[str, Any]] | None) -> dict[str, str]:
    """``[{"Key": "a", "Value": "b"}]`` as ``{"a": "b"}``; nothing as ``{}``."""
    return {tag["Key"]: tag.get("Value", "") for tag in tags or ()}
