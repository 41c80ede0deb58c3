"""Records of what exists besides moto: add-ons, access entries, Kubernetes objects. Plain data, so it
can be saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Key = tuple[str, ...]


@dataclass
class Records:
    """Tables of records, each found by its key (such as cluster, then add-on name)."""

    tables: dict[str, dict[Key, Record]] = field(default_factory=dict)

    def table(self, name: str) -> dict[Key, Record]:
        """The table called ``name``, made on first use."""
        return self.tables.setdefault(name, {})

    def counts(self) -> dict[str, int]:
        """How many records each table that is not empty holds."""
        return {name: len(table) for name, table in sorted(self.tables.items()) if table}
