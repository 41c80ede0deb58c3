"""Reads the pack's dated data files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "data"


def load(name: str) -> dict[str, Any]:
    """The content of ``guardrails/data/{name}.json``."""
    content: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content
