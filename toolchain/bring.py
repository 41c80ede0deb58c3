"""Brings several tools into a checkout, one set-up at a time."""

from __future__ import annotations

import contextlib
import fcntl
import sys
from collections.abc import Iterator, Sequence

from toolchain import install, packages
from toolchain.catalog import TOOLS
from toolchain.places import Places

PACKAGES = "packages"
"""The name under which the virtual environment is asked for; all others are the catalogue's."""


def ensure(names: Sequence[str], places: Places, search_path: str) -> None:
    """Bring the named tools into the checkout. Raises SetupError with the way out."""
    with _alone(places):
        for name in names:
            if name == PACKAGES:
                packages.ensure(places)
            else:
                install.ensure(TOOLS[name], places, search_path)


@contextlib.contextmanager
def _alone(places: Places) -> Iterator[None]:
    """One set-up of a checkout at a time; a second one waits."""
    places.tools.mkdir(exist_ok=True)
    with (places.tools / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up of this checkout to end ...", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
