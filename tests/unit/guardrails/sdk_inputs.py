"""What every resource of the installed pulumi-aws takes: the side of AWS's provider in tests of tables."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TOKEN = re.compile(r'@pulumi\.type_token\("(aws:[^"]+)"\)')
_INPUT = re.compile(r'__props__\.__dict__\["(\w+)"\] = (?:None if (\w+) is None else )?(\w+)')
_SNAKE = re.compile(r"_(.)")


@cache
def top_level_inputs() -> Mapping[str, frozenset[str]]:
    """The inputs of every type by token, as a program's property names; nested ones are not listed."""
    spec = importlib.util.find_spec("pulumi_aws")
    assert spec is not None
    found: dict[str, frozenset[str]] = {}
    for file in Path(str(spec.origin)).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for token in _TOKEN.findall(text):
            # Behind that come outputs, by the same assignments.
            said = text.partition("    @staticmethod\n    def get(")[0]
            names = {name for name, given, other in _INPUT.findall(said) if name in (given, other)}
            found[token] = frozenset(_SNAKE.sub(lambda match: match.group(1).upper(), name) for name in names)
    return found


def types_with(*names: str) -> dict[str, frozenset[str]]:
    """The types that take any of these inputs, with those that they take."""
    return {token: taken for token, inputs in top_level_inputs().items() if (taken := inputs & set(names))}
