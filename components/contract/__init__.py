"""pitstop's contract: its settings' schema, default conditions, and the grammar of conditions and durations.

pitstop.json is a copy of charts/pitstop/contract.json, which pitstop publishes; `make docs` writes both.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def contract() -> dict[str, Any]:
    """The whole file."""
    text = resources.files(__package__).joinpath("pitstop.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
