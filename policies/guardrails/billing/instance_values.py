"""Instance types in the values of Helm releases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.core.plain import Plain, Slot

# instanceType, instanceTypes, instance_type, instance-types: charts spell it in many ways.
_KEY = re.compile(r"^(?:.*\.)?instance[-_]?types?$", re.IGNORECASE)


def named_types(value: Plain, path: str) -> Iterator[Slot]:
    """Every instance type that Helm values name, however deep it stands."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from named_types(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(key, item, f"{path}.{key}")


def _named(key: str, item: Plain, path: str) -> Iterator[Slot]:
    if not _KEY.match(key):
        yield from named_types(item, path)
    elif isinstance(item, list):
        yield from (Slot(f"{path}[{index}]", entry) for index, entry in enumerate(item))
    elif not isinstance(item, dict):
        yield Slot(path, item)
