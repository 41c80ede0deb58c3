"""Store of the state: one ConfigMap, which outlives a replica, and the pause that is set on it."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from pitstop.model import BreakerState, PendingReplacement, PendingReschedule, Scope, ScopeKind, State
from pitstop.shell.api import Api, Json, RefusedError
from pitstop.shell.codec import PAUSE
from pitstop.timestamps import seconds, timestamp

_log = logging.getLogger(__name__)
_KEY = "memory"
_NOT_FOUND = 404


def encode(state: State) -> str:
    """``state`` as JSON that a person can read."""
    return json.dumps(
        {
            "breakers": [
                {
                    "kind": scope.kind,
                    "name": scope.name,
                    "halfOpen": breaker.half_open,
                    "calmSince": None if breaker.calm_since is None else timestamp(breaker.calm_since),
                }
                for scope, breaker in sorted(state.breakers.items())
            ],
            "drainStarts": {
                group: [timestamp(start) for start in starts]
                for group, starts in sorted(state.starts.items())
            },
            "settling": [
                {
                    "group": entry.group,
                    "node": entry.node,
                    "started": timestamp(entry.started),
                    "ready": dict(entry.ready_before),
                }
                for entry in state.pending_reschedules
            ],
            "awaited": [
                {
                    "group": entry.group,
                    "node": entry.node,
                    "faultSince": timestamp(entry.fault_since),
                    "asked": timestamp(entry.asked),
                }
                for entry in state.pending_replacements
            ],
        },
        indent=1,
    )


def decode(text: str) -> State:
    """What ``encode`` wrote. Raises ValueError for anything else."""
    try:
        data: dict[str, Any] = json.loads(text)
        return State(
            {Scope(ScopeKind(item["kind"]), item["name"]): _breaker(item) for item in data["breakers"]},
            {group: tuple(map(seconds, starts)) for group, starts in data["drainStarts"].items()},
            tuple(
                PendingReschedule(
                    item["group"], item["node"], seconds(item["started"]), tuple(item["ready"].items())
                )
                for item in data["settling"]
            ),
            tuple(
                PendingReplacement(
                    item["group"], item["node"], seconds(item["faultSince"]), seconds(item["asked"])
                )
                for item in data["awaited"]
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not pitstop's state: {error!r}") from error


def _breaker(item: dict[str, Any]) -> BreakerState:
    calm = item["calmSince"]
    return BreakerState(item["halfOpen"], None if calm is None else seconds(calm))


@dataclass
class Pause:
    """Mirror of the one ConfigMap: why pitstop is paused, or None."""

    reason: str | None = None

    def replace(self, items: list[Json]) -> None:
        """The ConfigMap, or nothing."""
        self.reason = None
        for item in items:
            self.put(item)

    def put(self, item: Json) -> None:
        """The ConfigMap has changed."""
        value = item["metadata"].get("annotations", {}).get(PAUSE, "false")
        self.reason = None if value in ("", "false") else f"somebody paused pitstop: {value}"

    def drop(self, item: Json) -> None:  # noqa: ARG002
        """The ConfigMap is gone, and the pause with it."""
        self.reason = None


class StateStore:
    """Reads the state when this replica begins to lead, and writes it before anything is done."""

    def __init__(self, api: Api, namespace: str, name: str) -> None:
        self._api = api
        self.collection = f"/api/v1/namespaces/{namespace}/configmaps"
        self.name = f"{name}-state"
        self._written = ""

    async def load(self) -> State:
        """The state as it was written last; an empty one where there is none. Raises the API's errors."""
        try:
            item = await self._api.get(f"{self.collection}/{self.name}")
        except RefusedError as error:
            if error.status != _NOT_FOUND:
                raise
            self._written = ""
            return State()
        self._written = (item.get("data") or {}).get(_KEY, "")
        if not self._written:
            return State()
        try:
            return decode(self._written)
        except ValueError as error:
            _log.warning("the state is not readable, starting without", extra={"error": str(error)})
            return State()

    async def save(self, state: State) -> None:
        """Write ``state`` if it differs from what stands there. Raises the API's errors."""
        text = encode(state)
        if text == self._written:
            return
        try:
            await self._api.patch(f"{self.collection}/{self.name}", {"data": {_KEY: text}})
        except RefusedError as error:
            if error.status != _NOT_FOUND:
                raise
            await self._api.create(self.collection, {"metadata": {"name": self.name}, "data": {_KEY: text}})
        self._written = text
