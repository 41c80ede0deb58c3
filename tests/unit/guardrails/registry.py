"""The CloudFormation registry that cfn-lint carries: the side of AWS in tests of aws-native's names."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_INDEX = re.compile(r"\[\d*\]")


@cache
def _names() -> Mapping[str, Path]:
    """The files of the types of us-east-1, by the type in lower case."""
    spec = importlib.util.find_spec("cfnlint")
    assert spec is not None
    folder = Path(str(spec.origin)).parent / "data" / "schemas"
    listed = json.loads((folder / "providers" / "us-east-1.json").read_text())
    return {name.lower(): folder / "resources" / f"{file}.json" for name, file in listed.items()}


@cache
def schema(token: str) -> dict[str, Any]:
    """The schema behind a type of aws-native: ``aws-native:rds:DbInstance`` is ``AWS::RDS::DBInstance``."""
    _, service, kind = token.split(":")
    made: dict[str, Any] = json.loads(_names()[f"aws::{service}::{kind}".lower()].read_text())
    return made


def has(token: str, path: str) -> bool:
    """Whether the type has this property, nested ones included; aws-native's names differ by case alone."""
    found = [schema(token)]
    for name in _INDEX.sub("", path).split("."):
        found = [inner for node in found for inner in _inside(node, token, name.lower())]
    return bool(found)


def _inside(node: dict[str, Any], token: str, name: str) -> Iterator[dict[str, Any]]:
    for one in _resolved(node, token):
        yield from (inner for key, inner in one.get("properties", {}).items() if key.lower() == name)


def _resolved(node: dict[str, Any], token: str) -> Iterator[dict[str, Any]]:
    """The node without references, and the items of a list."""
    if "$ref" in node:
        target: Any = schema(token)
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _resolved(target, token)
        return
    yield node
    if "items" in node:
        yield from _resolved(node["items"], token)
    for one in (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())):
        yield from _resolved(one, token)
