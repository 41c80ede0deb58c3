"""A live copy of a collection of the API, with a word about every change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from lab.api import ApiError, Json, LabApi

_RETRY = 0.2

OnChange = Callable[[Json | None, Json | None], None]
"""Called with an object before and after; None where it was or is not there."""


class ObjectMirror:
    """Follows one collection on a thread of its own, through restarts of the API server.

    ``objects`` is by ``namespace/name`` (``/name`` where there is no namespace).
    """

    def __init__(self, api: LabApi, path: str, on_change: OnChange) -> None:
        self.objects: dict[str, Json] = {}
        self._api = api
        self._path = path
        self._on_change = on_change
        self._closing = threading.Event()
        self._version = ""

    def start(self) -> None:
        """Read the collection, then follow it."""
        self._version = self._list()
        threading.Thread(target=self._follow, name=f"mirror {self._path}", daemon=True).start()

    def close(self) -> None:
        """Follow no more; the thread ends by itself."""
        self._closing.set()

    def _follow(self) -> None:
        while not self._closing.is_set():
            try:
                self._watch()
                self._version = self._list()
            except (OSError, ApiError):
                time.sleep(_RETRY)

    def _list(self) -> str:
        answer = self._api.get(self._path)
        found = {key(item): item for item in answer["items"]}
        for gone in self.objects.keys() - found.keys():
            self._set(gone, None)
        for name, item in found.items():
            self._set(name, item)
        return str(answer["metadata"]["resourceVersion"])

    def _watch(self) -> None:
        for event in self._api.watch(self._path, self._version):
            if self._closing.is_set() or event["type"] == "ERROR":
                return
            item = event["object"]
            self._version = item["metadata"]["resourceVersion"]
            self._set(key(item), None if event["type"] == "DELETED" else item)

    def _set(self, name: str, item: Json | None) -> None:
        before = self.objects.pop(name, None)
        if item is not None:
            self.objects[name] = item
        if before != item:
            self._on_change(before, item)


def key(item: Json) -> str:
    """``namespace/name`` of an object."""
    return f"{item['metadata'].get('namespace', '')}/{item['metadata']['name']}"
