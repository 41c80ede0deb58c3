"""Blocks of settings or of a chart's values, laid over each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """``below`` with what ``above`` has in its place: blocks are merged, lists and all else replaced."""
    merged = dict(below)
    for key, value in above.items():
        under = below.get(key)
        if isinstance(under, Mapping) and isinstance(value, Mapping):
            merged[key] = laid_over(under, value)
        else:
            merged[key] = value
    return merged
