"""A stack that is up and at rest: copies of it go on from there, each with a sandbox of its own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from testing.checkout import Checkout, Run
from testing.once import made_once


@dataclass(frozen=True)
class Standing:
    """What a test run brings up once, however many workers it has."""

    checkout: Checkout
    up: Run
    """The command that brought it up."""

    @classmethod
    def once(cls, path: Path, tools: Path) -> Standing:
        """The sandbox's stack as its file has it; the first caller with the same ``path`` brings it up."""
        with made_once(path) as folder:
            told = folder / "up.json"
            if not told.exists():
                folder.mkdir()
                checkout = Checkout.copy(folder, tools=tools)
                up = checkout.run("up")
                checkout.stop()
                told.write_text(json.dumps(asdict(up)))
            return cls(Checkout(folder, "sandbox"), Run(**json.loads(told.read_text())))
