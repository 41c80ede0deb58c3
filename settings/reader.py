"""Reads a stack's configuration: from the engine inside a program, or from the stack files outside of one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pulumi
import yaml
from pulumi.runtime import config as engine_config

from components.secret_text import SecretText, secret

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
"""A place in a list, or a key, of a path such as ``cluster.publicAccessCidrs[0]``."""
_TYPED = re.compile(r"true|false|-?[1-9]\d*|0")


@dataclass(frozen=True)
class Config:
    """What a stack's files and the command line say, unchecked."""

    project: str
    """The project's name in Pulumi.yaml: the namespace of its own keys."""
    stack: str
    values: Mapping[str, Any]
    """``namespace:key`` -> value."""

    def own(self) -> dict[str, Any]:
        """The project's own keys, without their namespace."""
        prefix = f"{self.project}:"
        return {
            key.removeprefix(prefix): value for key, value in self.values.items() if key.startswith(prefix)
        }


def from_engine() -> Config:
    """The configuration of the running program.

    The SDK's own reader asks key by key, so it can't show a key that nobody knows.
    """
    values = {
        key: secret(_decoded(value)) if engine_config.is_config_secret(key) else _decoded(value)
        for key, value in engine_config.CONFIG.get().items()
    }
    return Config(pulumi.get_project(), pulumi.get_stack(), values)


def from_files(root: Path, stack: str, overrides: Mapping[str, str] = MappingProxyType({})) -> Config:
    """The same from ``Pulumi.yaml`` and ``Pulumi.<stack>.yaml`` below ``root``; no engine is needed.

    ``overrides`` are values from a command line by their keys, where dots lead into blocks, as the engine
    would set them. Raises FileNotFoundError where the stack has no file.
    """
    document = _document(root / "Pulumi.yaml")
    project = str(document["name"])
    values: dict[str, Any] = {}
    for key, declared in (document.get("config") or {}).items():
        name = key if ":" in key else f"{project}:{key}"
        if isinstance(declared, Mapping) and ({"default", "value"} & set(declared)):
            values[name] = declared.get("value", declared.get("default"))
    config = _document(root / f"Pulumi.{stack}.yaml").get("config") or {}
    values.update({key: _encrypted(value) for key, value in config.items()})
    for key, value in overrides.items():
        _set(values, key if ":" in key else f"{project}:{key}", value)
    return Config(project, stack, values)


def _set(values: dict[str, Any], path: str, text: str) -> None:
    """Set one value, as `pulumi config set --path` does: a number or a truth is one, the rest is text."""
    steps = [int(index) if index else name for index, name in _STEP.findall(path)]
    block: Any = values
    for step, inner in pairwise(steps):
        missing: Any = [] if isinstance(inner, int) else {}
        if isinstance(block, dict):
            block = block.setdefault(step, missing)
            continue
        if step == len(block):
            block.append(missing)
        block = block[step]
    value = yaml.safe_load(text) if _TYPED.fullmatch(text) else text
    if isinstance(block, list) and steps[-1] == len(block):
        block.append(value)
    else:
        block[steps[-1]] = value


def _document(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {})


def _encrypted(value: object) -> object:
    """``value`` with a placeholder for what `pulumi config set --secret` has encrypted."""
    if isinstance(value, dict):
        if set(value) == {"secure"}:
            return SecretText("(encrypted)")
        return {key: _encrypted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encrypted(item) for item in value]
    return value


def _decoded(value: object) -> object:
    """The engine hands a block over as JSON and a number or a word as text."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value
    return value
