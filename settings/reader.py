"""Reads a stack's configuration: from the engine inside a program, or from the stack files outside of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pulumi.runtime import config as engine_config

PROJECT = "self-driving-eks"
"""The project's name in Pulumi.yaml: the namespace of its own keys."""


def from_engine() -> dict[str, Any]:
    """Every configured key of the running program, ``namespace:key`` -> value as the engine gives it.

    The SDK's own reader asks key by key, so it can't show a key that nobody knows.
    """
    return {key: _decoded(value) for key, value in engine_config.CONFIG.get().items()}


def from_files(root: Path, stack: str) -> dict[str, Any]:
    """The same from ``Pulumi.yaml`` and ``Pulumi.<stack>.yaml`` below ``root``; no engine is needed.

    Raises FileNotFoundError where the stack has no file.
    """
    values: dict[str, Any] = {}
    for key, declared in _block(root / "Pulumi.yaml").items():
        name = key if ":" in key else f"{PROJECT}:{key}"
        if isinstance(declared, Mapping) and ({"default", "value"} & set(declared)):
            values[name] = declared.get("value", declared.get("default"))
    values.update(_block(root / f"Pulumi.{stack}.yaml"))
    return values


def _block(path: Path) -> dict[str, Any]:
    document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    block = document.get("config") or {}
    return dict(block)


def _decoded(value: object) -> object:
    """The engine hands a block over as JSON and a number or a word as text."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value
