"""Interrupts a run between two calls that change something at AWS."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.client import BaseClient

_READS = ("Describe", "List", "Get")


class Interruption:
    """Lets ``allowed`` changing calls through, then raises KeyboardInterrupt instead of the next."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.allowed = 0
        original = BaseClient.__dict__["_make_api_call"]

        def call(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
            if not operation.startswith(_READS):
                if self.allowed == 0:
                    raise KeyboardInterrupt
                self.allowed -= 1
            return original(client, operation, arguments)

        monkeypatch.setattr(BaseClient, "_make_api_call", call)
