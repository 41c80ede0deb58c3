"""The state that all providers share: its lock, and when it last changed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from sandbox.cloud.records import Records

_PAUSE_SECONDS = 0.4
_LONGEST_SECONDS = 5.0


class SharedState:
    """moto's backends (module globals of moto) and the records, behind one lock.

    ``version`` grows with every change; ``touched`` is time.monotonic() of the last call of any kind.
    """

    def __init__(self) -> None:
        self.records = Records()
        self.version = 0
        self.touched = time.monotonic()
        self._lock = threading.RLock()
        self._quiet_at = time.monotonic()

    @contextlib.contextmanager
    def held(self, *, mutates: bool) -> Iterator[None]:
        """Holds the state; counts as a change where ``mutates``, also if it failed half-way."""
        with self._lock:
            self.touched = time.monotonic()
            try:
                yield
            finally:
                if mutates:
                    self.version += 1

    def quiet(self) -> bool:
        """Whether there was no call for a moment, so that a save delays none; at most some seconds of
        False."""
        now = time.monotonic()
        if now - self.touched >= _PAUSE_SECONDS or now - self._quiet_at >= _LONGEST_SECONDS:
            self._quiet_at = now
            return True
        return False
