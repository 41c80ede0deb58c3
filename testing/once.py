"""What all workers of a test run share is made by the first that needs it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_once(path: Path) -> Iterator[Path]:
    """Yield ``path`` to one process at a time, to make it where it is not there yet."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
