"""A mirror of one collection: listed once, watched on, listed again only where the server forgot the past."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from pitstop.backoff import Backoff
from pitstop.shell.api import Api, AwayError, Json, RefusedError
from pitstop.shell.clock import Clock

_log = logging.getLogger(__name__)
_PAGE = "500"
_BACKOFF = Backoff(0.1, 5.0)
_GONE = 410


class Mirror(Protocol):
    """What holds the objects."""

    def replace(self, items: list[Json]) -> None:
        """These are all there are."""

    def put(self, item: Json) -> None:
        """This one is new or has changed."""

    def drop(self, item: Json) -> None:
        """This one is gone."""


class Informer:
    """Keeps ``mirror`` as the collection ``path`` is; ``synced`` is set after the first list."""

    def __init__(
        self, api: Api, path: str, mirror: Mirror, clock: Clock, query: Mapping[str, str] | None = None
    ) -> None:
        self._api = api
        self._path = path
        self._mirror = mirror
        self._clock = clock
        self._query = query or {}
        self._version: str | None = None
        self._pause: float | None = None
        self.synced = asyncio.Event()

    async def run(self) -> None:
        """Never returns; an API server that is away is asked again until it is back."""
        while True:
            try:
                version = self._version
                if version is None:
                    version = await self._list()
                    self._came_to(version)
                    self.synced.set()
                await self._follow(version)
                self._pause = None
                continue
            except RefusedError as error:
                if error.status == _GONE:
                    self._version = None
                    continue
                _log.warning("cannot read", extra={"path": self._path, "error": str(error)})
            except AwayError as error:
                _log.info("the API server is away", extra={"path": self._path, "error": str(error)})
            self._pause = _BACKOFF.after(self._pause)
            await self._clock.sleep(self._pause)

    def _came_to(self, version: str) -> None:
        """The mirror is as the collection was at ``version``: the server answers."""
        self._version = version
        self._pause = None

    async def _list(self) -> str:
        items: list[Json] = []
        query = {**self._query, "limit": _PAGE}
        while True:
            page = await self._api.get(self._path, query)
            items += page["items"]
            token = page["metadata"].get("continue")
            if not token:
                self._mirror.replace(items)
                return str(page["metadata"]["resourceVersion"])
            query["continue"] = token

    async def _follow(self, version: str) -> None:
        """Watch from ``version`` until the stream ends. Raises RefusedError(410) where it is forgotten."""
        async for event in self._api.watch(self._path, self._query, version):
            item = event["object"]
            if event["type"] == "ERROR":
                raise RefusedError(int(item.get("code", 500)), str(item.get("message", "")))
            if event["type"] == "DELETED":
                self._mirror.drop(item)
            elif event["type"] != "BOOKMARK":
                self._mirror.put(item)
            self._came_to(str(item["metadata"]["resourceVersion"]))
