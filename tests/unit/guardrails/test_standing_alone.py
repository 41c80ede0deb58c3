"""The pack needs its own requirements and nothing else, so that it judges anybody's program."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACK = Path(__file__).parents[3] / "policies"


def required() -> dict[str, str]:
    """The pack's requirements: module -> name and version."""
    pins = (PACK / "requirements.in").read_text().splitlines()
    return {_module(pin.partition("==")[0]): pin for pin in pins if "==" in pin}


def _module(distribution: str) -> str:
    """What is imported of a distribution, which is mostly called the same."""
    return {"grpcio": "grpc", "protobuf": "google"}.get(distribution, distribution.replace("-", "_"))


def imported() -> Iterator[str]:
    for file in (PACK / "__main__.py", *(PACK / "guardrails").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_it_imports_what_it_requires_and_itself() -> None:
    foreign = {module for module in imported() if module not in sys.stdlib_module_names}
    assert foreign == {"guardrails", *required()}


def test_what_it_requires_is_pinned_with_hashes() -> None:
    pinned = (PACK / "requirements.txt").read_text()
    assert [pin for pin in required().values() if f"{pin} \\\n    --hash=sha256:" not in pinned] == []
