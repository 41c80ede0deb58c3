"""Records the stacks that the rules are tested on, or those that are named: see ``COMMAND``.

Each stack goes up in a sandbox of its own, by the real engine, with a policy pack that writes down what the
engine tells packs, first of the preview and then of the update. Run it when tests/engine/test_stacks.py says
that a stack is not the recorded one any more; the set-up (`make setup`) has to be there.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from testing.checkout import Checkout

COMMAND: Final = "python -m tests.unit.guardrails.record"
FOLDER: Final = Path(__file__).parent / "recorded"

_EMAIL: Final = {"billing.email": "platform-team@example.com"}
ANSWERS: Final[Mapping[str, Mapping[str, object]]] = {
    "dev": {"cluster.publicAccessCidrs": ["203.0.113.7/32"], **_EMAIL},
    "prod": _EMAIL,
    "sandbox": {},
}
"""What each stack's file leaves to a person."""

_PACK: Final = Path(__file__).parent / "recorder"
RECORDER: Final = ("--policy-pack", str(_PACK), "--policy-pack-config", str(_PACK / "config.json"))
"""The engine's arguments for a preview or an update that is written down: see ``write_to``."""


def write_to(stack: str, folder: Path) -> dict[str, str]:
    """The variable that tells the recorder where to write ``STACK.preview.json``, then ``STACK.up.json``."""
    return {"RECORD_TO": str(folder / stack)}


def answer(checkout: Checkout) -> None:
    """Write into the stack's file what it leaves to a person."""
    for path, value in ANSWERS[checkout.stack].items():
        checkout.change(path, value)


def _record(stack: str, folder: Path) -> None:
    checkout = Checkout.copy(folder, stack)
    answer(checkout)
    os.environ.update(write_to(stack, folder))
    try:
        up = checkout.run("up", *RECORDER)
    finally:
        # A protected stack can't be destroyed, and nothing of it outlives its providers.
        checkout.stop()
    if up.code != 0:
        sys.exit(f"{stack} did not go up:\n{up.output}")
    for action in ("preview", "up"):
        shutil.copy(folder / f"{stack}.{action}.json", FOLDER)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ANSWERS:
        with tempfile.TemporaryDirectory() as temporary:
            _record(chosen, Path(temporary))
        print(f"recorded {chosen}")  # noqa: T201  (a command)
