"""Every path that a resource of the installed pulumi-aws takes, nested ones included."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_TOKEN = re.compile(r'@pulumi\.type_token\("(aws:[^"]+)"\)')
_CLASS = re.compile(r"^class (\w+)(?:\([^)]*\))?:$", re.MULTILINE)
_GETTER = re.compile(
    r'@_builtins\.property\n    @pulumi\.getter(?:\(name="(\w+)"\))?\n    def (\w+)\(self\) -> ([^\n]+):\n'
)
_NESTED = re.compile(r"'(\w+Args)'")
_DEPTH = 7


@cache
def _package() -> Path:
    spec = importlib.util.find_spec("pulumi_aws")
    assert spec is not None
    return Path(str(spec.origin)).parent


@cache
def _classes(file: Path) -> Mapping[str, str]:
    """The source of each class of a file of input types."""
    if not file.exists():
        return {}
    text = file.read_text(encoding="utf-8")
    starts = [(match.start(), match.group(1)) for match in _CLASS.finditer(text)]
    ends = [*(start for start, _ in starts[1:]), len(text)][: len(starts)]
    return {name: text[start:end] for (start, name), end in zip(starts, ends, strict=True)}


def _paths(source: str, group: Path, depth: int) -> Iterator[str]:
    for name, plain, annotation in _GETTER.findall(source):
        key = name or plain
        many = "[]" if "Sequence[" in annotation else ""
        yield f"{key}{many}"
        nested = _NESTED.search(annotation)
        if nested and depth:
            inner = _classes(group / "_inputs.py").get(nested.group(1), "")
            yield from (f"{key}{many}.{path}" for path in _paths(inner, group, depth - 1))


@cache
def resource_files() -> Mapping[str, Path]:
    """The SDK's source file of each resource type, by token."""
    found: dict[str, Path] = {}
    for file in _package().rglob("*.py"):
        for token in _TOKEN.findall(file.read_text(encoding="utf-8")):
            found[token] = file
    return found


def paths_of(token: str) -> Iterator[str]:
    """The inputs of a type, such as ``overrides[].instanceType``."""
    file = resource_files()[token]
    args = next((text for name, text in _classes(file).items() if name.endswith("Args")), "")
    yield from _paths(args, file.parent, _DEPTH)
