"""Requests by user and kind, read from the API server's audit log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """One request of a service account that the API server has answered."""

    user: str
    verb: str
    """The API's word: get, list, watch, create, update, patch, delete."""
    resource: str
    """Such as ``nodes`` or ``pods/eviction``."""
    name: str
    status: int
    at: float
    """Seconds since the epoch."""


def read(log: Path, user: str, start: int) -> Iterator[Request]:
    """Yield what ``user`` has asked for since byte ``start`` of the log; a watch is there once it has ended.

    ``user`` is a whole name, such as ``system:serviceaccount:pitstop:pitstop``.
    """
    with log.open() as lines:
        lines.seek(start)
        for line in lines:
            if not line.endswith("\n"):
                return
            entry = json.loads(line)
            if entry["user"]["username"] != user or "objectRef" not in entry:
                continue
            target = entry["objectRef"]
            parts = [target.get("resource", ""), target.get("subresource", "")]
            yield Request(
                user=user,
                verb=entry["verb"],
                resource="/".join(part for part in parts if part),
                name=target.get("name", ""),
                status=entry.get("responseStatus", {}).get("code", 0),
                at=datetime.fromisoformat(entry["requestReceivedTimestamp"]).timestamp(),
            )
