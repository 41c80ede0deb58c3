"""What happens later: actions with a due time, tried again while the API server is away."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable

import requests

from lab.api import ApiError

_RETRY = 0.5
_TOO_MANY_REQUESTS = 429


class Schedule:
    """Runs actions when they are due, one after the other, on the thread that calls ``run_due``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, Callable[[], object]]] = []

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        """Run ``action`` in ``seconds``."""
        with self._lock:
            heapq.heappush(self._waiting, (time.monotonic() + seconds, next(self._order), action))

    def run_due(self) -> None:
        """Run what is due; where the API server is away or overloaded, it is tried again until it is done."""
        while (action := self._next_due()) is not None:
            try:
                action()
            except requests.RequestException:
                self.after(_RETRY, action)
            except ApiError as error:
                if error.status < 500 and error.status != _TOO_MANY_REQUESTS:
                    raise
                self.after(_RETRY, action)

    def _next_due(self) -> Callable[[], object] | None:
        with self._lock:
            if self._waiting and self._waiting[0][0] <= time.monotonic():
                return heapq.heappop(self._waiting)[2]
            return None
