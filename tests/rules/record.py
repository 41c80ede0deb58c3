"""Records the stacks that the rules are tested on: ``python -m tests.rules.record``.

Each stack is built in the sandbox by the real engine, with a policy pack that writes down what the engine
tells packs. Run it when the stacks have changed; the set-up (`make setup`) has to be there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.providers import daemon

FOLDER = Path(__file__).parent / "recorded"
ROOT = Path(__file__).parents[2]

# A block with one key from the command line is that key alone, so the block's other keys are said again.
_EMAIL = "self-driving-eks:billing.email=platform-team@example.com"
_REACHABLE = (
    "self-driving-eks:cluster.publicAccess=true",
    "self-driving-eks:cluster.publicAccessCidrs[0]=203.0.113.7/32",
)

ANSWERS: Mapping[str, Sequence[str]] = {
    "dev": (*_REACHABLE, _EMAIL),
    "prod": (_EMAIL,),
    "sandbox": (),
}
"""What each stack's file leaves to a person."""


def record(stack: str, action: str) -> None:
    """Run ``action`` of ``stack`` in a sandbox of its own and keep what the engine said."""
    with tempfile.TemporaryDirectory() as state:
        environment = {
            **os.environ,
            "SANDBOX": "1",
            "YES": "1",
            "RECORD_TO": str(FOLDER / f"{stack}.{action}.json"),
        }
        pack = Path(__file__).parent / "recorder"
        recorder = ["--policy-pack", str(pack), "--policy-pack-config", str(pack / "config.json")]
        answers = [word for answer in ANSWERS[stack] for word in ("--config", answer)]
        engine = [sys.executable, "-m", "sandbox.engine", "--stack", stack, "--state", state]
        command = [*engine, action, "--", *recorder, "--config-path", *answers]
        try:
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
        finally:
            # A protected stack can't be destroyed, and nothing of it outlives its providers.
            daemon.stop(Path(state) / "providers")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ANSWERS:
        record(chosen, "preview")
        record(chosen, "up")
